package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/tls"
)

const timeoutSeconds = 300

// printManifests asks the repo-server for the manifests of an application, as the application controller does.
func printManifests(address string, input io.Reader, output io.Writer) error {
	var request apiclient.ManifestRequest
	decoder := json.NewDecoder(input)
	// A misspelt field would ask for something else in silence.
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return fmt.Errorf("the request cannot be read: %w", err)
	}
	closer, client, err := apiclient.NewRepoServerClientset(
		address, timeoutSeconds, tls.Configuration{DisableTLS: true},
	).NewRepoServerClient()
	if err != nil {
		return err
	}
	defer closer.Close()
	response, err := client.GenerateManifest(context.Background(), &request)
	if err != nil {
		return err
	}
	return json.NewEncoder(output).Encode(response)
}
