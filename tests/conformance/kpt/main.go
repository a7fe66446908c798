// Kpt is the commands `kpt fn` of kpt's published module.
//
//	kpt fn COMMAND...    what kpt does
//	kpt --version        prints the digest of the sources that it was built from
//
// Kpt's own main holds further commands, which need a module that is not published in this version.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/kptdev/kpt/commands/fn"
	kpterrors "github.com/kptdev/kpt/pkg/lib/errors"
	"github.com/kptdev/kpt/pkg/lib/errors/resolver"
	"github.com/kptdev/kpt/pkg/printer"
	"github.com/spf13/cobra"
)

// sources is set by the build.
var sources = "unknown"

func main() {
	command := &cobra.Command{Use: "kpt", Version: sources, SilenceErrors: true, SilenceUsage: true}
	command.PersistentFlags().BoolVar(&printer.TruncateOutput, "truncate-output", true, "cut long output short")
	ctx := printer.WithContext(context.Background(), printer.New(os.Stdout, os.Stderr))
	command.AddCommand(fn.GetCommand(ctx, "kpt"))
	if err := command.Execute(); err != nil {
		os.Exit(report(err))
	}
}

// report prints an error as kpt does and returns its exit status.
func report(err error) int {
	if resolved, ok := resolver.ResolveError(err); ok {
		fmt.Fprintln(os.Stderr, resolved.Message)
		return resolved.ExitCode
	}
	var found *kpterrors.Error
	if errors.As(err, &found) {
		if unwrapped, ok := kpterrors.UnwrapErrors(found); ok {
			err = unwrapped
		}
	}
	fmt.Fprintf(os.Stderr, "Error: %s\n", err)
	return 1
}
