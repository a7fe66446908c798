// Readers reads streams of manifests as the programs of Kubernetes read them, and tells what each of them finds.
//
// It is a filter: a request on standard input is the length of a stream in decimal on a line, and the stream. The
// answer on standard output is one line of JSON, a list of Reading, and a line of JSON for each object of each reading.
// `readers --version` prints the digest of the sources that it was built from.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

// sources is set by the build.
var sources = "unknown"

// Reading is what one reader makes of a stream.
type Reading struct {
	Reader string `json:"reader"`
	// Errors are what the reader says is wrong; objects before an error may have been read.
	Errors []string `json:"errors"`
	// Objects counts the lines that follow.
	Objects int `json:"objects"`
	// Images are those that the API server would find in the built-in kinds among the objects and the items of lists.
	Images []Image `json:"images"`

	objects [][]byte
}

// Image is a field of a built-in kind that names an image.
type Image struct {
	// Object is the index of the object in the stream.
	Object     int    `json:"object"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Path is that of the field from the root of the object, in the spelling of the API.
	Path  string `json:"path"`
	Image string `json:"image"`
	// Pulled tells whether the kubelet takes the text for a reference.
	Pulled bool `json:"pulled"`
	// Loose images are seen only by programs that do not care about the case of keys.
	Loose bool `json:"loose"`
}

var readers = []struct {
	name string
	read func(stream []byte, reading *Reading)
}{
	{"kubectl", readAsKubectl},
	{"sigs", readAsSigs},
	{"yaml.v3", readAsYAML3},
	{"kyaml", readAsKyaml},
}

func main() {
	if len(os.Args) > 1 {
		fmt.Println(sources)
		return
	}
	// Streams are small, and what was made for one is thrown away at once.
	debug.SetGCPercent(1000)
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	if err := serve(in, out); err != nil {
		fmt.Fprintln(os.Stderr, "readers:", err)
		os.Exit(1)
	}
}

func serve(in *bufio.Reader, out *bufio.Writer) error {
	for {
		stream, err := receive(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := answer(out, readAll(stream)); err != nil {
			return err
		}
	}
}

func receive(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	length, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return nil, err
	}
	stream := make([]byte, length)
	_, err = io.ReadFull(in, stream)
	return stream, err
}

func answer(out *bufio.Writer, readings []Reading) error {
	encoder := json.NewEncoder(out)
	if err := encoder.Encode(readings); err != nil {
		return err
	}
	for _, reading := range readings {
		for _, object := range reading.objects {
			out.Write(object)
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

func readAll(stream []byte) []Reading {
	readings := make([]Reading, len(readers))
	var running sync.WaitGroup
	for index, reader := range readers {
		running.Go(func() {
			reading := &readings[index]
			*reading = Reading{Reader: reader.name, Errors: []string{}, Images: []Image{}}
			defer func() {
				// Some readers panic about what they cannot read, and that is an error like any other.
				if reason := recover(); reason != nil {
					reading.fail(fmt.Errorf("panic: %v", reason))
				}
			}()
			reader.read(stream, reading)
		})
	}
	running.Wait()
	return readings
}

func (reading *Reading) fail(err error) {
	reading.Errors = append(reading.Errors, err.Error())
}
