#!/bin/sh
# Builds the real argocd-cmp-server, which the tests of the Argo CD plugin run where it is there.
# Needs Go, and takes minutes: hundreds of modules, checked against Go's checksum database.
#   tools/build_cmp_server.sh [PROGRAM]
set -eu

# The last whose gitops-engine is a module of its own; later ones cannot be built from modules.
VERSION=v3.2.0

program=$(realpath -m "${1:-$(dirname "$0")/../.clients/argocd-cmp-server}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$program")"

# `go install` refuses a module with replace directives, so it is built as the main module, from a copy.
source=$(cd "$work" && go mod download -json "github.com/argoproj/argo-cd/v3@$VERSION" | sed -n 's/^.*"Dir": "\(.*\)",$/\1/p')
cp -r "$source" "$work/argo-cd"
chmod -R u+w "$work/argo-cd"
cd "$work/argo-cd"

# Argo CD's own main holds every server, and their user interface, which is in no module.
mkdir cmd/only-cmp-server
cat > cmd/only-cmp-server/main.go <<'EOF'
package main

import (
	"os"

	"github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
)

func main() {
	if err := commands.NewCommand().Execute(); err != nil {
		os.Exit(1)
	}
}
EOF
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$program" ./cmd/only-cmp-server
echo "argocd-cmp-server $VERSION: $program"
