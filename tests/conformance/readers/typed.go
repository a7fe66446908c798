package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/distribution/reference"
	appsv1 "k8s.io/api/apps/v1"
	appsv1beta1 "k8s.io/api/apps/v1beta1"
	appsv1beta2 "k8s.io/api/apps/v1beta2"
	batchv1 "k8s.io/api/batch/v1"
	batchv1beta1 "k8s.io/api/batch/v1beta1"
	corev1 "k8s.io/api/core/v1"
	extensionsv1beta1 "k8s.io/api/extensions/v1beta1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	sigs "sigs.k8s.io/yaml"
)

var (
	scheme = newScheme()
	// server decodes what a client sends as the API server does.
	server = serializer.NewSerializerWithOptions(
		serializer.DefaultMetaFactory, scheme, scheme, serializer.SerializerOptions{},
	)
)

func newScheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	builder := runtime.NewSchemeBuilder(
		corev1.AddToScheme, appsv1.AddToScheme, appsv1beta1.AddToScheme, appsv1beta2.AddToScheme,
		batchv1.AddToScheme, batchv1beta1.AddToScheme, extensionsv1beta1.AddToScheme,
	)
	if err := builder.AddToScheme(scheme); err != nil {
		panic(err)
	}
	return scheme
}

// take takes an object and finds its images and those of its items as kubectl sends them to the API server.
func (reading *Reading) take(raw []byte) {
	var line bytes.Buffer
	if err := json.Compact(&line, raw); err != nil {
		reading.fail(err)
		return
	}
	reading.objects = append(reading.objects, line.Bytes())
	reading.Objects++
	object, _, err := unstructured.UnstructuredJSONScheme.Decode(raw, nil, nil)
	if err != nil {
		reading.fail(err)
		return
	}
	reading.takeObject(object, "")
}

// takeObject descends into lists as FlattenListVisitor of cli-runtime does.
func (reading *Reading) takeObject(object runtime.Object, path string) {
	if meta.IsListType(object) {
		items, err := extractItems(object)
		if err != nil {
			reading.fail(err)
			return
		}
		for index, item := range items {
			reading.takeObject(item, fmt.Sprintf("%sitems[%d].", path, index))
		}
		return
	}
	sent := object.GetObjectKind().GroupVersionKind()
	if !mayRun(sent) {
		return
	}
	raw, err := json.Marshal(object)
	if err != nil {
		reading.fail(err)
		return
	}
	// The API server refuses what has a field of another type, and what is of another kind than the client says; it
	// looks for the kind without a look at the case of keys.
	typed, kind, err := server.Decode(raw, nil, nil)
	if err == nil && *kind == sent {
		reading.takeTyped(typed, *kind, path, false)
	}
}

// extractItems returns the items of a list. kubectl 1.37 refuses a list among them; here it is a list, as it is to
// everyone who asks each item whether it is one.
func extractItems(list runtime.Object) ([]runtime.Object, error) {
	object, ok := list.(*unstructured.Unstructured)
	if !ok {
		return meta.ExtractList(list)
	}
	var items []runtime.Object
	err := object.EachListItem(func(item runtime.Object) error {
		items = append(items, item)
		return nil
	})
	return items, err
}

// takeLoosely takes a document as encoding/json fills structs: without a look at the case of keys. raw is the document
// as JSON, which tells what it is without another look at the YAML.
func (reading *Reading) takeLoosely(document, raw []byte, path string) {
	var kind metav1.TypeMeta
	var list struct {
		Items []json.RawMessage `json:"items"`
	}
	if json.Unmarshal(raw, &list) == nil {
		for index, item := range list.Items {
			reading.takeLoosely(item, item, fmt.Sprintf("%sitems[%d].", path, index))
		}
	}
	if json.Unmarshal(raw, &kind) != nil || !mayRun(kind.GroupVersionKind()) {
		return
	}
	typed, err := scheme.New(kind.GroupVersionKind())
	if err != nil || sigs.Unmarshal(document, typed) != nil {
		return
	}
	reading.takeTyped(typed, kind.GroupVersionKind(), path, true)
}

// mayRun tells whether objects of a kind have a PodSpec.
func mayRun(kind schema.GroupVersionKind) bool {
	switch kind.Kind {
	case "Pod", "PodTemplate", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job",
		"CronJob":
		return scheme.Recognizes(kind)
	}
	return false
}

// takeTyped notes the images of a built-in kind; those that were found in the same place before count once.
func (reading *Reading) takeTyped(object runtime.Object, kind schema.GroupVersionKind, path string, loose bool) {
	specPath, spec := podSpec(object)
	if spec == nil {
		return
	}
	apiVersion, name := kind.ToAPIVersionAndKind()
	for _, field := range images(spec) {
		image := Image{
			Object: reading.Objects - 1, APIVersion: apiVersion, Kind: name,
			Path: path + specPath + field.path, Image: field.image, Pulled: isPulled(field.image),
		}
		if !slices.Contains(reading.Images, image) {
			image.Loose = loose
			reading.Images = append(reading.Images, image)
		}
	}
}

func podSpec(object runtime.Object) (string, *corev1.PodSpec) {
	const inTemplate, inJobTemplate = "spec.template.spec.", "spec.jobTemplate.spec.template.spec."
	switch object := object.(type) {
	case *corev1.Pod:
		return "spec.", &object.Spec
	case *corev1.PodTemplate:
		return "template.spec.", &object.Template.Spec
	case *corev1.ReplicationController:
		if object.Spec.Template != nil {
			return inTemplate, &object.Spec.Template.Spec
		}
	case *appsv1.Deployment:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1.StatefulSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1.DaemonSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1.ReplicaSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta1.Deployment:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta1.StatefulSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta2.Deployment:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta2.StatefulSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta2.DaemonSet:
		return inTemplate, &object.Spec.Template.Spec
	case *appsv1beta2.ReplicaSet:
		return inTemplate, &object.Spec.Template.Spec
	case *extensionsv1beta1.Deployment:
		return inTemplate, &object.Spec.Template.Spec
	case *extensionsv1beta1.DaemonSet:
		return inTemplate, &object.Spec.Template.Spec
	case *extensionsv1beta1.ReplicaSet:
		return inTemplate, &object.Spec.Template.Spec
	case *batchv1.Job:
		return inTemplate, &object.Spec.Template.Spec
	case *batchv1.CronJob:
		return inJobTemplate, &object.Spec.JobTemplate.Spec.Template.Spec
	case *batchv1beta1.CronJob:
		return inJobTemplate, &object.Spec.JobTemplate.Spec.Template.Spec
	}
	return "", nil
}

// isPulled tells whether the kubelet takes the text for a reference; if not, the Pod waits with InvalidImageName.
func isPulled(image string) bool {
	_, err := reference.ParseNormalizedNamed(image)
	return err == nil
}

type field struct{ path, image string }

func images(spec *corev1.PodSpec) []field {
	var found []field
	add := func(image, path string, arguments ...any) {
		if strings.TrimSpace(image) != "" {
			found = append(found, field{fmt.Sprintf(path, arguments...), image})
		}
	}
	for index := range spec.InitContainers {
		add(spec.InitContainers[index].Image, "initContainers[%d].image", index)
	}
	for index := range spec.Containers {
		add(spec.Containers[index].Image, "containers[%d].image", index)
	}
	for index := range spec.EphemeralContainers {
		add(spec.EphemeralContainers[index].Image, "ephemeralContainers[%d].image", index)
	}
	for index := range spec.Volumes {
		if source := spec.Volumes[index].Image; source != nil {
			add(source.Reference, "volumes[%d].image.reference", index)
		}
	}
	return found
}
