// Argocd is what of Argo CD renders applications, built from its published modules: argocd-repo-server and
// argocd-cmp-server under these names, and otherwise a client of the repo-server.
//
//	argocd manifests ADDRESS    reads a ManifestRequest as JSON, and prints the ManifestResponse as JSON
//	argocd --version            prints the digest of the sources that it was built from
//
// Argo CD's own main holds every server. This one leaves out those that need a cluster, so that it builds in less time.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	cmpserver "github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/argoproj/argo-cd/v3/common"
)

// sources is set by the build.
var sources = "unknown"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	switch filepath.Base(os.Args[0]) {
	case common.CommandRepoServer:
		return reposerver.NewCommand().Execute()
	case common.CommandCMPServer:
		return cmpserver.NewCommand().Execute()
	}
	switch arguments := os.Args[1:]; {
	case len(arguments) == 1 && arguments[0] == "--version":
		fmt.Println(sources)
		return nil
	case len(arguments) == 2 && arguments[0] == "manifests":
		return printManifests(arguments[1], os.Stdin, os.Stdout)
	}
	return fmt.Errorf("usage: argocd manifests ADDRESS < REQUEST")
}
