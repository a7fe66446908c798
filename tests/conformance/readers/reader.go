package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	yaml3 "gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	sigs "sigs.k8s.io/yaml"
)

// readAsKubectl reads as kubectl and Argo CD do: StreamVisitor.Visit of cli-runtime, SplitYAMLToString of gitops-engine.
func readAsKubectl(stream []byte, reading *Reading) {
	const size = 4096
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(stream), size)
	for {
		extension := runtime.RawExtension{}
		if err := decoder.Decode(&extension); err != nil {
			if !errors.Is(err, io.EOF) {
				reading.fail(err)
			}
			return
		}
		raw := bytes.TrimSpace(extension.Raw)
		if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
			continue
		}
		reading.take(raw)
	}
}

// readAsSigs reads as programs do that unmarshal documents into structs by sigs.k8s.io/yaml.
func readAsSigs(stream []byte, reading *Reading) {
	reader := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			reading.fail(err)
			return
		}
		raw, err := sigs.YAMLToJSON(document)
		if err != nil {
			reading.fail(err)
			return
		}
		if !bytes.Equal(raw, []byte("null")) {
			reading.take(raw)
			reading.takeLoosely(document, raw, "")
		}
	}
}

// readAsYAML3 reads as programs do that know nothing of Kubernetes' own libraries.
func readAsYAML3(stream []byte, reading *Reading) {
	decoder := yaml3.NewDecoder(bytes.NewReader(stream))
	for {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			reading.fail(err)
			return
		}
		reading.takeValue(value)
	}
}

// readAsKyaml reads as kustomize and kpt do.
func readAsKyaml(stream []byte, reading *Reading) {
	// Lists are kept, so that the paths in them are those of the other readers.
	reader := kio.ByteReader{Reader: bytes.NewReader(stream), OmitReaderAnnotations: true, DisableUnwrapping: true}
	nodes, err := reader.Read()
	if err != nil {
		reading.fail(err)
		return
	}
	for _, node := range nodes {
		value, err := decodeNode(node, bytes.ContainsRune(stream, '*'))
		if err != nil {
			reading.fail(err)
			return
		}
		reading.takeValue(value)
	}
}

// decodeNode returns the value of a node with its aliases replaced as kustomize does, which does not end where one holds
// itself; that is an error here.
func decodeNode(node *kyaml.RNode, hasAliases bool) (value any, err error) {
	if hasAliases {
		if err := node.YNode().Decode(&value); err != nil {
			return nil, err
		}
		value = nil
	}
	if err := node.DeAnchor(); err != nil {
		return nil, err
	}
	err = node.YNode().Decode(&value)
	return value, err
}

func (reading *Reading) takeValue(value any) {
	if value == nil {
		return
	}
	raw, err := json.Marshal(asJSON(value))
	if err != nil {
		reading.fail(err)
		return
	}
	reading.take(raw)
}

// asJSON makes a value that JSON can hold of one that YAML can.
func asJSON(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			value[key] = asJSON(inner)
		}
		return value
	case map[any]any:
		object := make(map[string]any, len(value))
		for key, inner := range value {
			object[fmt.Sprint(key)] = asJSON(inner)
		}
		return object
	case []any:
		for index, inner := range value {
			value[index] = asJSON(inner)
		}
		return value
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return fmt.Sprint(value)
		}
	}
	return value
}
