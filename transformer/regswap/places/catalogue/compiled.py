"""The catalogue, compiled from ``catalogue/*.yaml`` by ``tools/compile_catalogue.py``. Do not edit."""

from __future__ import annotations

from regswap.places.catalogue.table import Table

CATALOGUE = Table({
"A": """

ACRAccessToken
generators.external-secrets.io	
 spec.registry	never

AIStore
ais.nvidia.com	
 spec.adminClient.image	reference
 spec.initImage	reference
 spec.logSidecar.image	reference
 spec.logSidecarImage	reference
 spec.nodeImage	reference

APIServer
config.openshift.io	
 spec.encryption.kms.vault.kmsPluginImage	reference

AWSCluster
infrastructure.cluster.x-k8s.io	
 spec.imageLookupBaseOS	never
 spec.imageLookupFormat	never
 spec.imageLookupOrg	never

AWSClusterProviderSpec
awsprovider.k8s.io	
 clusterConfiguration.dns.imageRepository	registry
 clusterConfiguration.etcd.local.imageRepository	registry
 clusterConfiguration.imageRepository	registry

AWSClusterTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.imageLookupBaseOS	never
 spec.template.spec.imageLookupFormat	never
 spec.template.spec.imageLookupOrg	never

AWSMachine
infrastructure.cluster.x-k8s.io	
 spec.imageLookupBaseOS	never
 spec.imageLookupFormat	never
 spec.imageLookupOrg	never

AWSMachinePool
infrastructure.cluster.x-k8s.io	
 spec.awsLaunchTemplate.imageLookupBaseOS	never
 spec.awsLaunchTemplate.imageLookupFormat	never
 spec.awsLaunchTemplate.imageLookupOrg	never

AWSMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.imageLookupBaseOS	never
 spec.template.spec.imageLookupFormat	never
 spec.template.spec.imageLookupOrg	never

AWSManagedControlPlane
controlplane.cluster.x-k8s.io	
 spec.imageLookupBaseOS	never
 spec.imageLookupFormat	never
 spec.imageLookupOrg	never

AWSManagedMachinePool
infrastructure.cluster.x-k8s.io	
 spec.awsLaunchTemplate.imageLookupBaseOS	never
 spec.awsLaunchTemplate.imageLookupFormat	never
 spec.awsLaunchTemplate.imageLookupOrg	never

AWX
awx.ansible.com	
 spec	{repository=image,tag=image_version}
 spec	{repository=init_container_image,tag=init_container_image_version}
 spec	{repository=metrics_utility_image,tag=metrics_utility_image_version}
 spec	{repository=postgres_image,tag=postgres_image_version}
 spec	{repository=redis_image,tag=redis_image_version}
 spec.control_plane_ee_image	reference
 spec.ee_images[*].image	reference
 spec.init_projects_container_image	reference

AWXBackup
awx.ansible.com	
 spec	{repository=postgres_image,tag=postgres_image_version}

AWXRestore
awx.ansible.com	
 spec	{repository=postgres_image,tag=postgres_image_version}

ActionSet
dataprotection.kubeblocks.io	
 spec.backup.backupData.image	reference
 spec.backup.postBackup[*].job.image	reference
 spec.backup.preBackup[*].job.image	reference
 spec.backup.preDelete.image	reference
 spec.restore.postReady[*].job.image	reference
 spec.restore.prepareData.image	reference

ActiveMQArtemis
broker.amq.io	
 spec.deploymentPlan.image	text
 spec.deploymentPlan.initImage	text

AddOnTemplate
addon.open-cluster-management.io	
 spec.agentSpec.workload.manifests[*]	object

AddonProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].imageUrl	reference

AdminScript
seaweed.seaweedfs.com	
 spec.image	reference

AdmissionPolicy
policies.kubewarden.io	
 spec.module	reference

AdvancedCronJob
apps.kruise.io	
 spec.template.broadcastJobTemplate.spec.template.spec	podSpec
 spec.template.imageListPullJobTemplate.spec.images[*]	reference
 spec.template.jobTemplate.spec.template.spec	podSpec

AerospikeCluster
asdb.aerospike.com	
 spec.image	reference
 spec.podSpec.aerospikeInitContainer.imageNameAndTag	never
 spec.podSpec.aerospikeInitContainer.imageRegistry	registry
 spec.podSpec.aerospikeInitContainer.imageRegistryNamespace	never
 spec.podSpec.initContainers[*]	container
 spec.podSpec.sidecars[*]	container

Agent
agent.k8s.elastic.co	
 spec.daemonSet.podTemplate.spec	podSpec
 spec.deployment.podTemplate.spec	podSpec
 spec.image	reference
 spec.statefulSet.podTemplate.spec	podSpec

AgentgatewayParameters
agentgateway.dev	
 spec.image	{digest=digest,registry=registry,repository=repository,tag=tag}

AirflowCluster
airflow.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

Alertmanager
monitoring.coreos.com	
 spec	podSpec
 spec	{repository=baseImage,tag=tag,digest=sha}
 spec.image	reference

AlertmanagerConfig
monitoring.coreos.com	
 spec.receivers[*].rocketchatConfigs[*].imageURL	never
 spec.receivers[*].slackConfigs[*].imageURL	never

AlluxioRuntime
data.fluid.io	
 spec.alluxioVersion	{repository=image,tag=imageTag}
 spec.fuse	{repository=image,tag=imageTag}
 spec.initUsers	{repository=image,tag=imageTag}

AnalysisRun
argoproj.io	
 spec.metrics[*].provider.job.spec.template.spec	podSpec

AnalysisTemplate
argoproj.io	
 spec.metrics[*].provider.job.spec.template.spec	podSpec

AntreaInstall
operator.antrea.vmware.com	
 spec.antreaImage	reference

ApicurioRegistry
registry.apicur.io	
 spec.deployment.image	reference
 spec.deployment.podTemplateSpecPreview.spec	podSpec

ApicurioRegistry3
registry.apicur.io	
 spec.app.podTemplateSpec.spec	podSpec
 spec.studioUi.podTemplateSpec.spec	podSpec
 spec.ui.podTemplateSpec.spec	podSpec

ApmServer
apm.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

App
kappctrl.k14s.io	
 spec.fetch[*].image.url	reference
 spec.fetch[*].imgpkgBundle.image	reference
 spec.fetch[*].inline.paths.*	text
 spec.template[*].ytt.inline.paths.*	text

AppEngineFlexibleAppVersion
appengine.cnrm.cloud.google.com	
 spec.deployment.container.image	never

AppWrapper
workload.codeflare.dev	
 spec.components[*].template	object

Application
argoproj.io	
 operation.sync.source	chart
 operation.sync.source.helm.parameters	parameters
 operation.sync.source.helm.values	valuesText
 operation.sync.source.helm.valuesObject	values
 operation.sync.source.kustomize.images[*]	kustomizeImageText
 operation.sync.source.kustomize.patches[*]	patch
 operation.sync.sources[*]	chart
 operation.sync.sources[*].helm.parameters	parameters
 operation.sync.sources[*].helm.values	valuesText
 operation.sync.sources[*].helm.valuesObject	values
 operation.sync.sources[*].kustomize.images[*]	kustomizeImageText
 operation.sync.sources[*].kustomize.patches[*]	patch
 spec.source	chart
 spec.source.helm.parameters	parameters
 spec.source.helm.values	valuesText
 spec.source.helm.valuesObject	values
 spec.source.kustomize.images[*]	kustomizeImageText
 spec.source.kustomize.patches[*]	patch
 spec.sourceHydrator.drySource.helm.parameters	parameters
 spec.sourceHydrator.drySource.helm.values	yaml
 spec.sourceHydrator.drySource.helm.valuesObject	values
 spec.sourceHydrator.drySource.kustomize.images[*]	kustomizeImageText
 spec.sourceHydrator.drySource.kustomize.patches[*]	patch
 spec.sources[*]	chart
 spec.sources[*].helm.parameters	parameters
 spec.sources[*].helm.values	valuesText
 spec.sources[*].helm.valuesObject	values
 spec.sources[*].kustomize.images[*]	kustomizeImageText
 spec.sources[*].kustomize.patches[*]	patch
core.oam.dev	
 spec.components[*].properties.image	reference
 spec.components[*].properties.objects[*]	object

ApplicationSet
argoproj.io	
 spec.generators[*].*.generators[*].*.template.spec.source	chart
 spec.generators[*].*.generators[*].*.template.spec.source.helm.parameters	parameters
 spec.generators[*].*.generators[*].*.template.spec.source.helm.values	yaml
 spec.generators[*].*.generators[*].*.template.spec.source.helm.valuesObject	values
 spec.generators[*].*.generators[*].*.template.spec.source.kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.generators[*].*.template.spec.source.kustomize.patches[*]	patch
 spec.generators[*].*.generators[*].*.template.spec.sourceHydrator.drySource.helm.parameters	parameters
 spec.generators[*].*.generators[*].*.template.spec.sourceHydrator.drySource.helm.values	yaml
 spec.generators[*].*.generators[*].*.template.spec.sourceHydrator.drySource.helm.valuesObject	values
 spec.generators[*].*.generators[*].*.template.spec.sourceHydrator.drySource.kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.generators[*].*.template.spec.sourceHydrator.drySource.kustomize.patches[*]	patch
 spec.generators[*].*.generators[*].*.template.spec.sources[*]	chart
 spec.generators[*].*.generators[*].*.template.spec.sources[*].helm.parameters	parameters
 spec.generators[*].*.generators[*].*.template.spec.sources[*].helm.values	yaml
 spec.generators[*].*.generators[*].*.template.spec.sources[*].helm.valuesObject	values
 spec.generators[*].*.generators[*].*.template.spec.sources[*].kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.generators[*].*.template.spec.sources[*].kustomize.patches[*]	patch
 spec.generators[*].*.template.spec.source	chart
 spec.generators[*].*.template.spec.source.helm.parameters	parameters
 spec.generators[*].*.template.spec.source.helm.values	yaml
 spec.generators[*].*.template.spec.source.helm.valuesObject	values
 spec.generators[*].*.template.spec.source.kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.template.spec.source.kustomize.patches[*]	patch
 spec.generators[*].*.template.spec.sourceHydrator.drySource.helm.parameters	parameters
 spec.generators[*].*.template.spec.sourceHydrator.drySource.helm.values	yaml
 spec.generators[*].*.template.spec.sourceHydrator.drySource.helm.valuesObject	values
 spec.generators[*].*.template.spec.sourceHydrator.drySource.kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.template.spec.sourceHydrator.drySource.kustomize.patches[*]	patch
 spec.generators[*].*.template.spec.sources[*]	chart
 spec.generators[*].*.template.spec.sources[*].helm.parameters	parameters
 spec.generators[*].*.template.spec.sources[*].helm.values	yaml
 spec.generators[*].*.template.spec.sources[*].helm.valuesObject	values
 spec.generators[*].*.template.spec.sources[*].kustomize.images[*]	kustomizeImageText
 spec.generators[*].*.template.spec.sources[*].kustomize.patches[*]	patch
 spec.generators[*].list.elements[*]	values
 spec.generators[*].scmProvider.filters	never
 spec.template.spec.source	chart
 spec.template.spec.source.helm.parameters	parameters
 spec.template.spec.source.helm.values	valuesText
 spec.template.spec.source.helm.valuesObject	values
 spec.template.spec.source.kustomize.images[*]	kustomizeImageText
 spec.template.spec.source.kustomize.patches[*]	patch
 spec.template.spec.sourceHydrator.drySource.helm.parameters	parameters
 spec.template.spec.sourceHydrator.drySource.helm.values	yaml
 spec.template.spec.sourceHydrator.drySource.helm.valuesObject	values
 spec.template.spec.sourceHydrator.drySource.kustomize.images[*]	kustomizeImageText
 spec.template.spec.sourceHydrator.drySource.kustomize.patches[*]	patch
 spec.template.spec.sources[*]	chart
 spec.template.spec.sources[*].helm.parameters	parameters
 spec.template.spec.sources[*].helm.values	valuesText
 spec.template.spec.sources[*].helm.valuesObject	values
 spec.template.spec.sources[*].kustomize.images[*]	kustomizeImageText
 spec.template.spec.sources[*].kustomize.patches[*]	patch
 spec.templatePatch	text

ArangoDeployment
database.arangodb.com	
 spec.agents.initContainers.containers[*]	container
 spec.agents.sidecars[*]	container
 spec.coordinators.initContainers.containers[*]	container
 spec.coordinators.sidecars[*]	container
 spec.dbservers.initContainers.containers[*]	container
 spec.dbservers.sidecars[*]	container
 spec.gateway.image	reference
 spec.gateways.initContainers.containers[*]	container
 spec.gateways.sidecars[*]	container
 spec.image	reference
 spec.integration.sidecar	container
 spec.metrics.image	reference
 spec.single.initContainers.containers[*]	container
 spec.single.sidecars[*]	container
 spec.sync.image	reference
 spec.syncmasters.initContainers.containers[*]	container
 spec.syncmasters.sidecars[*]	container
 spec.syncworkers.initContainers.containers[*]	container
 spec.syncworkers.sidecars[*]	container

ArgoCD
argoproj.io	
 spec	{repository=image,tag=version}
 spec.applicationSet	{repository=image,tag=version}
 spec.controller.initContainers[*]	container
 spec.controller.sidecarContainers[*]	container
 spec.grafana	{repository=image,tag=version}
 spec.ha	{repository=redisProxyImage,tag=redisProxyVersion}
 spec.notifications	{repository=image,tag=version}
 spec.redis	{repository=image,tag=version}
 spec.repo	{repository=image,tag=version}
 spec.repo.initContainers[*]	container
 spec.repo.sidecarContainers[*]	container
 spec.repo.volumes[*]	volume
 spec.server.initContainers[*]	container
 spec.server.sidecarContainers[*]	container
 spec.sso.dex	{repository=image,tag=version}
 spec.sso.keycloak	{repository=image,tag=version}

Assign
mutations.gatekeeper.sh	
 spec.location	never
 spec.parameters.assign.value	container

AssignImage
mutations.gatekeeper.sh	
 spec.parameters	never

AtlasMigration
db.atlasgo.io	
 spec.devDB.spec	podSpec

AtlasSchema
db.atlasgo.io	
 spec.devDB.spec	podSpec

AuthProxyWorkload
cloudsql.cloud.google.com	
 spec.authProxyContainer	container
 spec.authProxyContainer.container	container
 spec.authProxyContainer.image	reference

AutoOpsAgentPolicy
autoops.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

AutoscalingListener
actions.github.com	
 spec.image	reference
 spec.template.spec	podSpec

AutoscalingRunnerSet
actions.github.com	
 spec.listenerTemplate.spec	podSpec
 spec.template.spec	podSpec

AzureClusterProviderSpec
azureprovider.k8s.io	
 clusterConfiguration.dns.imageRepository	registry
 clusterConfiguration.etcd.local.imageRepository	registry
 clusterConfiguration.imageRepository	registry

AzureMachine
infrastructure.cluster.x-k8s.io	
 spec.image	never

AzureMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.image	never

""",
"B": """

BYOCluster
infrastructure.cluster.x-k8s.io	
 spec.bundleLookupBaseRegistry	registry

BYOClusterTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.bundleLookupBaseRegistry	registry

BackingImage
longhorn.io	
 spec.sourceParameters	never

BackingImageManager
longhorn.io	
 spec.backingImages	never
 spec.image	reference

Backup
br.pingcap.com	
 spec.additionalVolumes[*]	volume
 spec.local.volume	volume
 spec.toolImage	reference
pingcap.com	
 spec.toolImage	reference

BackupRepository
velero.io	
 spec.repositoryConfig	never

BackupSchedule
br.pingcap.com	
 spec.backupTemplate.additionalVolumes[*]	volume
 spec.backupTemplate.local.volume	volume
 spec.backupTemplate.toolImage	reference
 spec.compactBackupTemplate.additionalVolumes[*]	volume
 spec.compactBackupTemplate.local.volume	volume
 spec.compactBackupTemplate.toolImage	reference
 spec.local.volume	volume
 spec.logBackupTemplate.additionalVolumes[*]	volume
 spec.logBackupTemplate.local.volume	volume
 spec.logBackupTemplate.toolImage	reference
pingcap.com	
 spec.backupTemplate.toolImage	reference
 spec.logBackupTemplate.toolImage	reference

BanyanDB
operator.skywalking.apache.org	
 spec.image	reference

BareMetalHost
metal3.io	
 spec.image	never

Beat
beat.k8s.elastic.co	
 spec.daemonSet.podTemplate.spec	podSpec
 spec.deployment.podTemplate.spec	podSpec
 spec.image	reference

Blueprint
cr.kanister.io	
 actions.*.deferPhase.args.image	reference
 actions.*.phases[*].args.image	reference

BookkeeperCluster
bookkeeper.pravega.io	
 spec.image.imageSpec.repository	repository
 spec.initContainers[*]	container

BootstrapProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].image	{repository=repository,name=name,tag=tag}
 spec.deployment.containers[*].imageUrl	reference

BroadcastJob
apps.kruise.io	
 spec.template.spec	podSpec

Broker
cluster.redpanda.com	
 spec.podTemplate.spec	podSpec
rocketmq.apache.org	
 spec.brokerImage	reference
 spec.volumes[*]	volume

Build
build.openshift.io	
 spec.output.to	never
 spec.source.images[*].from	{reference=name,where.kind=DockerImage}
 spec.strategy.customStrategy.from	{reference=name,where.kind=DockerImage}
 spec.strategy.dockerStrategy.from	{reference=name,where.kind=DockerImage}
 spec.strategy.sourceStrategy.from	{reference=name,where.kind=DockerImage}
camel.apache.org	
 spec.configuration.toolImage	reference
 spec.tasks[*].buildah.baseImage	reference
 spec.tasks[*].buildah.configuration.toolImage	reference
 spec.tasks[*].buildah.executorImage	reference
 spec.tasks[*].buildah.image	never
 spec.tasks[*].builder.baseImage	reference
 spec.tasks[*].builder.configuration.toolImage	reference
 spec.tasks[*].custom.configuration.toolImage	reference
 spec.tasks[*].custom.image	reference
 spec.tasks[*].custom.publishingImage	never
 spec.tasks[*].jib.baseImage	reference
 spec.tasks[*].jib.configuration.toolImage	reference
 spec.tasks[*].jib.image	never
 spec.tasks[*].kaniko.baseImage	reference
 spec.tasks[*].kaniko.configuration.toolImage	reference
 spec.tasks[*].kaniko.executorImage	reference
 spec.tasks[*].kaniko.image	never
 spec.tasks[*].package.baseImage	reference
 spec.tasks[*].package.configuration.toolImage	reference
 spec.tasks[*].s2i.baseImage	repository
 spec.tasks[*].s2i.configuration.toolImage	reference
 spec.tasks[*].s2i.image	never
 spec.tasks[*].spectrum.baseImage	reference
 spec.tasks[*].spectrum.configuration.toolImage	reference
 spec.tasks[*].spectrum.image	never
 spec.toolImage	reference
shipwright.io	
 spec.builder.image	reference
 spec.output.image	never
 spec.source.bundleContainer.image	reference
 spec.source.ociArtifact.image	reference

BuildConfig
build.openshift.io	
 spec.output.to	never
 spec.source.images[*].from	{reference=name,where.kind=DockerImage}
 spec.strategy.customStrategy.from	{reference=name,where.kind=DockerImage}
 spec.strategy.dockerStrategy.from	{reference=name,where.kind=DockerImage}
 spec.strategy.sourceStrategy.from	{reference=name,where.kind=DockerImage}

BuildStrategy
shipwright.io	
 spec.buildSteps[*]	container
 spec.steps[*]	container

Builder
kpack.io	
 spec.tag	never

Buildpack
kpack.io	
 spec.image	reference

Bundle
fleet.cattle.io	
 spec.helm.values	values
 spec.resources[*].content	yaml
 spec.targets[*].helm.values	values

Bundles
anywhere.eks.amazonaws.com	
 spec.versionsBundles[*].*.*.*.*.uri	reference
 spec.versionsBundles[*].*.*.*.uri	reference
 spec.versionsBundles[*].*.*.uri	reference

""",
"C": """

CAPITemplate
capi.weave.works	
 spec.charts.items[*].values	values

CRIOCredentialProviderConfig
config.openshift.io	
 spec.matchImages	never

CassandraDatacenter
cassandra.datastax.com	
 spec.configBuilderImage	reference
 spec.podTemplateSpec.spec	podSpec
 spec.serverImage	reference
 spec.systemLoggerImage	reference

CassandraVersion
catalog.kubedb.com	
 spec.*.image	reference

CatalogSource
operators.coreos.com	
 spec.image	reference

CephCOSIDriver
ceph.rook.io	
 spec.image	reference
 spec.objectProvisionerImage	reference

CephCluster
ceph.rook.io	
 spec.cephVersion.image	reference

CephNFS
ceph.rook.io	
 spec.security.sssd.sidecar.image	reference
 spec.server.image	reference

CephNVMeOFGateway
ceph.rook.io	
 spec.image	reference

ChaosEngine
litmuschaos.io	
 spec.components.runner.image	reference
 spec.components.sidecar[*].image	reference
 spec.experiments[*].spec.components.experimentImage	reference

ChaosExperiment
litmuschaos.io	
 spec.definition.image	reference

CleanupPolicy
kyverno.io	
 spec.context[*].imageRegistry	never

ClickHouseCluster
clickhouse.com	
 spec.containerTemplate.image	{digest=hash,repository=repository,tag=tag}
 spec.podTemplate.volumes[*]	volume

ClickHouseInstallation
clickhouse.altinity.com	
 spec.templates.podTemplates[*].spec	podSpec

ClickHouseInstallationTemplate
clickhouse.altinity.com	
 spec.templates.podTemplates[*].spec	podSpec

ClickHouseKeeperInstallation
clickhouse-keeper.altinity.com	
 spec.templates.podTemplates[*].spec	podSpec

ClickHouseVersion
catalog.kubedb.com	
 spec.*.image	reference

CloneSet
apps.kruise.io	
 spec.template.spec	podSpec

CloudBuildTrigger
cloudbuild.cnrm.cloud.google.com	
 spec.build.artifacts.images[*]	never
 spec.build.images[*]	never
 spec.build.step[*].name	never
 spec.gitFileSource.repositoryRef	never
 spec.repositoryEventConfig	never
 spec.sourceToBuild.repositoryRef	never

Cluster
anywhere.eks.amazonaws.com	
 spec.registryMirrorConfiguration.ociNamespaces[*].registry	never
k0smotron.io	
 spec.etcd.defragJob.image	reference
 spec.etcd.image	reference
 spec.image	repository
 spec.manifests[*]	volume
 spec.monitoring.prometheusImage	reference
 spec.monitoring.proxyImage	reference
 spec.mounts[*]	volume
kops.k8s.io	
 spec.assets.containerProxy	never
 spec.assets.containerRegistry	never
 spec.authentication.aws.image	reference
 spec.certManager.image	reference
 spec.cloudConfig.openstack.blockStorage.csiPluginImage	reference
 spec.cloudControllerManager.azureNodeManagerImage	reference
 spec.cloudControllerManager.image	reference
 spec.clusterAutoscaler.image	reference
 spec.containerd.nvidiaGPU.image	reference
 spec.containerd.sandboxImage	reference
 spec.etcdClusters[*].backups.image	reference
 spec.etcdClusters[*].image	reference
 spec.etcdClusters[*].manager.image	reference
 spec.hooks[*].execContainer.image	reference
 spec.karpenter.image	reference
 spec.kubeAPIServer.image	reference
 spec.kubeControllerManager.image	reference
 spec.kubeDNS.coreDNSImage	reference
 spec.kubeDNS.cpaImage	reference
 spec.kubeDNS.image	reference
 spec.kubeDNS.nodeLocalDNS.image	reference
 spec.kubeProxy.image	reference
 spec.kubeScheduler.image	reference
 spec.kubelet.podInfraContainerImage	reference
 spec.masterKubelet.podInfraContainerImage	reference
 spec.metricsServer.image	reference
 spec.networking.amazonvpc.imageName	reference
 spec.networking.amazonvpc.initImageName	reference
 spec.networking.amazonvpc.networkPolicyAgentImage	reference
 spec.networking.calico.registry	registry
 spec.networking.cilium.registry	registry
 spec.networking.cilium.sidecarIstioProxyImage	never
 spec.nodeAuthorization.nodeAuthorizer.image	reference
 spec.nodeProblemDetector.image	reference
 spec.warmPool.additionalImages[*]	reference
postgresql.cnpg.io	
 spec.imageCatalogRef	never
 spec.imageName	reference
 spec.postgresql.extensions[*]	volume
provisioning.cattle.io	
 spec.rkeConfig.additionalManifest	yaml
 spec.rkeConfig.chartValues	values
 spec.rkeConfig.machineGlobalConfig.system-default-registry	registry
 spec.rkeConfig.machineSelectorConfig[*].config.system-default-registry	registry
 spec.rkeConfig.registries	never
redpanda.vectorized.io	
 spec	{repository=image,tag=version}

ClusterAdmissionPolicy
policies.kubewarden.io	
 spec.module	reference

ClusterAnalysisTemplate
argoproj.io	
 spec.metrics[*].provider.job.spec.template.spec	podSpec

ClusterBootstrapConfig
capi.weave.works	
 spec.jobTemplate.spec	podSpec

ClusterBuildStrategy
shipwright.io	
 spec.buildSteps[*]	container
 spec.steps[*]	container

ClusterBuilder
kpack.io	
 spec.tag	never

ClusterBuildpack
kpack.io	
 spec.image	reference

ClusterCatalog
olm.operatorframework.io	
 spec.source.image.ref	reference

ClusterCleanupPolicy
kyverno.io	
 spec.context[*].imageRegistry	never

ClusterConfiguration
kubeadm.k8s.io	
 dns	{registry=imageRepository,tag=imageTag}
 etcd.local	{registry=imageRepository,tag=imageTag}
 imageRepository	registry

ClusterDeployment
hive.openshift.io	
 spec.provisioning.installerImageOverride	reference
 spec.provisioning.releaseImage	reference

ClusterImageCatalog
postgresql.cnpg.io	
 spec.componentImages[*].image	reference
 spec.images[*].extensions[*]	volume
 spec.images[*].image	reference

ClusterImagePolicy
config.openshift.io	
 spec.policy	never
 spec.scopes	never
policy.sigstore.dev	
 spec.authorities[*].source	never
 spec.images	never

ClusterImageSet
hive.openshift.io	
 spec.releaseImage	reference

ClusterLifecycle
kpack.io	
 spec.image	reference

ClusterManager
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume
operator.open-cluster-management.io	
 spec.addOnManagerImagePullSpec	reference
 spec.imagePullSpec	reference
 spec.placementImagePullSpec	reference
 spec.registrationImagePullSpec	reference
 spec.serverConfiguration.imagePullSpec	reference
 spec.workImagePullSpec	reference

ClusterMaster
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

ClusterPolicy
kyverno.io	
 spec.rules[*].context[*].imageRegistry	never
 spec.rules[*].generate.data.spec.template.spec	podSpec
 spec.rules[*].mutate.foreach	never
 spec.rules[*].mutate.patchStrategicMerge.spec	podSpec
 spec.rules[*].mutate.patchStrategicMerge.spec.template.spec	podSpec
 spec.rules[*].validate	never
 spec.rules[*].verifyImages	never
nvidia.com	
 spec.ccManager	{repository=repository,name=image,tag=version}
 spec.dcgm	{repository=repository,name=image,tag=version}
 spec.dcgmExporter	{repository=repository,name=image,tag=version}
 spec.devicePlugin	{repository=repository,name=image,tag=version}
 spec.driver	{repository=repository,name=image,tag=version}
 spec.driver.manager	{repository=repository,name=image,tag=version}
 spec.gdrcopy	{repository=repository,name=image,tag=version}
 spec.gds	{repository=repository,name=image,tag=version}
 spec.gfd	{repository=repository,name=image,tag=version}
 spec.kataManager	{repository=repository,name=image,tag=version}
 spec.kataManager.config.runtimeClasses[*].artifacts.url	reference
 spec.kataSandboxDevicePlugin	{repository=repository,name=image,tag=version}
 spec.migManager	{repository=repository,name=image,tag=version}
 spec.nodeStatusExporter	{repository=repository,name=image,tag=version}
 spec.operator.initContainer	{repository=repository,name=image,tag=version}
 spec.sandboxDevicePlugin	{repository=repository,name=image,tag=version}
 spec.toolkit	{repository=repository,name=image,tag=version}
 spec.validator	{repository=repository,name=image,tag=version}
 spec.vfioManager	{repository=repository,name=image,tag=version}
 spec.vfioManager.driverManager	{repository=repository,name=image,tag=version}
 spec.vgpuDeviceManager	{repository=repository,name=image,tag=version}
 spec.vgpuManager	{repository=repository,name=image,tag=version}
 spec.vgpuManager.driverManager	{repository=repository,name=image,tag=version}

ClusterProfile
config.projectsveltos.io	
 spec.helmCharts[*].repositoryName	never
 spec.helmCharts[*].values	text

ClusterPromotion
config.projectsveltos.io	
 spec.profileSpec.helmCharts[*].values	yaml

ClusterResourceSet
addons.cluster.x-k8s.io	
 spec.resources	never

ClusterSbomReport
aquasecurity.github.io	
 report	never

ClusterSecretStore
external-secrets.io	
 spec.provider.github.repository	never

ClusterServiceVersion
operators.coreos.com	
 metadata.annotations['alm-examples']	json
 metadata.annotations.containerImage	reference
 spec.install.spec.deployments[*].spec.template.spec	podSpec
 spec.relatedImages[*].image	reference

ClusterServingRuntime
serving.kserve.io	
 spec	podSpec
 spec.workerSpec	podSpec

ClusterStack
kpack.io	
 spec.buildImage.image	reference
 spec.runImage.image	reference

ClusterStorageContainer
serving.kserve.io	
 spec.container	container

ClusterStore
kpack.io	
 spec.sources[*].image	reference

ClusterSummary
config.projectsveltos.io	
 spec.clusterProfileSpec.helmCharts[*].values	yaml

ClusterTask
tekton.dev	
 spec.params[*].default	text
 spec.sidecars[*]	container
 spec.stepTemplate	container
 spec.steps[*]	container
 spec.steps[*].params[*].value	text
 spec.volumes[*]	volume

ClusterTrainingRuntime
kubeflow.org	
 spec.template.spec.replicatedJobs[*].template.spec.template.spec	podSpec
trainer.kubeflow.org	
 spec.template.spec.replicatedJobs[*].template.spec.template.spec	podSpec

ClusterVersion
config.openshift.io	
 spec.desiredUpdate.image	reference

ClusterVulnerabilityReport
aquasecurity.github.io	
 report	never

ClusterWorkflowTemplate
argoproj.io	
 spec.arguments.parameters[*].value	text
 spec.executorPlugins[*].spec.sidecar.container	container
 spec.podSpecPatch	yaml
 spec.templateDefaults.container	container
 spec.templateDefaults.containerSet.containers[*]	container
 spec.templateDefaults.initContainers[*]	container
 spec.templateDefaults.podSpecPatch	yaml
 spec.templateDefaults.resource.manifest	yaml
 spec.templateDefaults.script	container
 spec.templateDefaults.sidecars[*]	container
 spec.templateDefaults.volumes[*]	volume
 spec.templates[*].container	container
 spec.templates[*].containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].arguments.parameters[*].value	text
 spec.templates[*].dag.tasks[*].inline.container	container
 spec.templates[*].dag.tasks[*].inline.containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].inline.initContainers[*]	container
 spec.templates[*].dag.tasks[*].inline.resource.manifest	yaml
 spec.templates[*].dag.tasks[*].inline.script	container
 spec.templates[*].dag.tasks[*].inline.sidecars[*]	container
 spec.templates[*].initContainers[*]	container
 spec.templates[*].inputs.parameters[*].default	text
 spec.templates[*].inputs.parameters[*].value	text
 spec.templates[*].podSpecPatch	yaml
 spec.templates[*].resource.manifest	yaml
 spec.templates[*].script	container
 spec.templates[*].sidecars[*]	container
 spec.templates[*].steps[*][*].arguments.parameters[*].value	text
 spec.templates[*].steps[*][*].inline.container	container
 spec.templates[*].steps[*][*].inline.containerSet.containers[*]	container
 spec.templates[*].steps[*][*].inline.initContainers[*]	container
 spec.templates[*].steps[*][*].inline.resource.manifest	yaml
 spec.templates[*].steps[*][*].inline.script	container
 spec.templates[*].steps[*][*].inline.sidecars[*]	container
 spec.templates[*].volumes[*]	volume
 spec.volumes[*]	volume

Clusteragent
cluster.appdynamics.com	
 spec.analyticsAgentImage	reference
 spec.appDDotNetAttachImage	reference
 spec.appDJavaAttachImage	reference
 spec.image	reference
 spec.imageInfo.*.image	reference
 spec.instrumentationRules[*].imageInfo.image	reference

Collector
fluentbit.fluent.io	
 spec.image	reference
 spec.volumes[*]	volume

CompactBackup
br.pingcap.com	
 spec.additionalVolumes[*]	volume
 spec.local.volume	volume
 spec.toolImage	reference

Component
instance.falcosecurity.dev	
 spec.podTemplateSpec.spec	podSpec
kustomize.config.k8s.io	
 configMapGenerator[*].literals[*]	literal
 helmCharts[*]	chart
 helmCharts[*].valuesInline	values
 images[*]	kustomizeImage
 patchesJson6902[*]	patch
 patchesStrategicMerge[*]	patch
 patches[*]	patch
 secretGenerator[*].literals[*]	secretLiteral

ComponentDefinition
apps.kubeblocks.io	
 spec.lifecycleActions.*.exec.image	reference
 spec.runtime	podSpec

ComponentParameter
parameters.kubeblocks.io	
 spec.configItemDetails[*].configSpec.reconfigure.exec	container

ComponentVersion
apps.kubeblocks.io	
 spec.releases[*].images.*	reference

Composition
apiextensions.crossplane.io	
 spec.pipeline[*].input.resources[*].base	object
 spec.resources[*].base	object

CompositionRevision
apiextensions.crossplane.io	
 spec.pipeline[*].input.resources[*].base	object
 spec.resources[*].base	object

ComputeClass
cloud.google.com	
 spec.priorities[*].storage.secondaryBootDisks	never

ComputeFlinkDeployment
resource.streamnative.io	
 spec.communityTemplate.spec.image	reference
 spec.communityTemplate.spec.jobManagerPodTemplate.spec	podSpec
 spec.communityTemplate.spec.taskManagerPodTemplate.spec	podSpec
 spec.template.deployment.spec.template.spec.artifact	{registry=flinkImageRegistry,repository=flinkImageRepository,tag=flinkImageTag}
 spec.template.deployment.spec.template.spec.artifact.artifactImage	reference

Condition
tekton.dev	
 spec.check	container

ConfigMap
	
 data.*	text

Configuration
akri.sh	
 spec.brokerSpec.brokerJobSpec.template.spec	podSpec
 spec.brokerSpec.brokerPodSpec	podSpec
pkg.crossplane.io	
 spec.package	reference
serving.knative.dev	
 spec.template.spec	podSpec

ConfigurationRevision
pkg.crossplane.io	
 spec.image	reference

Connect
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

Console
cluster.redpanda.com	
 spec.extraContainers[*]	container
 spec.extraVolumes[*]	volume
 spec.image	{registry=registry,repository=repository,tag=tag}
redpanda.vectorized.io	
 spec.deployment.image	reference
rocketmq.apache.org	
 spec.consoleDeployment.spec.template.spec	podSpec

ConsoleYAMLSample
console.openshift.io	
 spec.yaml	yaml

ContainerApp
app.azure.com	
 spec.template	never

ContainerGroup
containerinstance.azure.com	
 spec	never

ContainerSource
sources.knative.dev	
 spec.template.spec	podSpec

ControlCenter
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume
 spec.services.alertmanager.image	reference
 spec.services.prometheus.image	reference

ControlPlane
gateway-operator.konghq.com	
 spec.deployment.podTemplateSpec.spec	podSpec

ControlPlaneProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].image	{repository=repository,name=name,tag=tag}
 spec.deployment.containers[*].imageUrl	reference

Controller
rocketmq.apache.org	
 spec.controllerImage	reference

ControllerConfig
pkg.crossplane.io	
 spec.image	reference
 spec.volumes[*]	volume

ControllerRevision
apps	
 data	object
 data.spec.template.spec	podSpec

CoreProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].image	{repository=repository,name=name,tag=tag}
 spec.deployment.containers[*].imageUrl	reference

Coroot
coroot.com	
 spec.clickhouse.image.name	reference
 spec.clickhouse.keeper.image.name	reference
 spec.clusterAgent.image.name	reference
 spec.clusterAgent.kubeStateMetrics.image.name	reference
 spec.communityEdition.image.name	reference
 spec.enterpriseEdition.image.name	reference
 spec.nodeAgent.image.name	reference
 spec.prometheus.image.name	reference

CouchbaseCluster
couchbase.com	
 spec.backup.image	reference
 spec.image	reference
 spec.logging.audit.garbageCollection.sidecar.image	reference
 spec.logging.server.sidecar.image	reference
 spec.monitoring.prometheus.image	reference
 spec.networking.cloudNativeGateway.image	reference
 spec.servers[*].image	reference
 spec.servers[*].pod.spec	podSpec

CrdbCluster
crdb.cockroachlabs.com	
 spec.image.name	reference
crdb.cockroachlabs.com	v1beta1
 spec.template.spec.image	reference
 spec.template.spec.podTemplate.spec	podSpec

CronJob
batch	
 spec.jobTemplate.spec.template.spec	podSpec
batch.volcano.sh	
 spec.jobTemplate.spec.tasks[*].template.spec	podSpec

CronWorkflow
argoproj.io	
 spec.workflowSpec.arguments.parameters[*].value	text
 spec.workflowSpec.executorPlugins[*].spec.sidecar.container	container
 spec.workflowSpec.podSpecPatch	yaml
 spec.workflowSpec.templateDefaults.container	container
 spec.workflowSpec.templateDefaults.containerSet.containers[*]	container
 spec.workflowSpec.templateDefaults.initContainers[*]	container
 spec.workflowSpec.templateDefaults.podSpecPatch	yaml
 spec.workflowSpec.templateDefaults.resource.manifest	yaml
 spec.workflowSpec.templateDefaults.script	container
 spec.workflowSpec.templateDefaults.sidecars[*]	container
 spec.workflowSpec.templateDefaults.volumes[*]	volume
 spec.workflowSpec.templates[*].container	container
 spec.workflowSpec.templates[*].containerSet.containers[*]	container
 spec.workflowSpec.templates[*].dag.tasks[*].arguments.parameters[*].value	text
 spec.workflowSpec.templates[*].dag.tasks[*].inline.container	container
 spec.workflowSpec.templates[*].dag.tasks[*].inline.containerSet.containers[*]	container
 spec.workflowSpec.templates[*].dag.tasks[*].inline.initContainers[*]	container
 spec.workflowSpec.templates[*].dag.tasks[*].inline.resource.manifest	yaml
 spec.workflowSpec.templates[*].dag.tasks[*].inline.script	container
 spec.workflowSpec.templates[*].dag.tasks[*].inline.sidecars[*]	container
 spec.workflowSpec.templates[*].initContainers[*]	container
 spec.workflowSpec.templates[*].inputs.parameters[*].default	text
 spec.workflowSpec.templates[*].inputs.parameters[*].value	text
 spec.workflowSpec.templates[*].podSpecPatch	yaml
 spec.workflowSpec.templates[*].resource.manifest	yaml
 spec.workflowSpec.templates[*].script	container
 spec.workflowSpec.templates[*].sidecars[*]	container
 spec.workflowSpec.templates[*].steps[*][*].arguments.parameters[*].value	text
 spec.workflowSpec.templates[*].steps[*][*].inline.container	container
 spec.workflowSpec.templates[*].steps[*][*].inline.containerSet.containers[*]	container
 spec.workflowSpec.templates[*].steps[*][*].inline.initContainers[*]	container
 spec.workflowSpec.templates[*].steps[*][*].inline.resource.manifest	yaml
 spec.workflowSpec.templates[*].steps[*][*].inline.script	container
 spec.workflowSpec.templates[*].steps[*][*].inline.sidecars[*]	container
 spec.workflowSpec.templates[*].volumes[*]	volume
 spec.workflowSpec.volumes[*]	volume

""",
"D": """

DMCluster
pingcap.com	
 spec.discovery.additionalContainers[*]	container
 spec.discovery.image	reference
 spec.discovery.initContainers[*]	container
 spec.master	{repository=baseImage,tag=version}
 spec.master.additionalContainers[*]	container
 spec.master.image	reference
 spec.master.initContainers[*]	container
 spec.worker	{repository=baseImage,tag=version}
 spec.worker.additionalContainers[*]	container
 spec.worker.image	reference
 spec.worker.initContainers[*]	container

DNSConfig
tailscale.com	
 spec.nameserver.image	{repository=repo,tag=tag}

DaemonSet
apps	
 spec.template.spec	podSpec
apps.kruise.io	
 spec.template.spec	podSpec
extensions	
 spec.template.spec	podSpec

DaskCluster
kubernetes.dask.org	
 spec.scheduler.spec	podSpec
 spec.worker.spec	podSpec

DaskJob
kubernetes.dask.org	
 spec.cluster.spec.scheduler.spec	podSpec
 spec.cluster.spec.worker.spec	podSpec
 spec.job.spec	podSpec

DaskWorkerGroup
kubernetes.dask.org	
 spec.worker.spec	podSpec

DataImportCron
cdi.kubevirt.io	
 spec.template.spec.source.registry.url	oci
 spec.template.spec.source.vddk.initImageURL	reference

DataMigrate
data.fluid.io	
 spec	{repository=image,tag=imageTag}

DataPlane
gateway-operator.konghq.com	
 spec.deployment.podTemplateSpec.spec	podSpec

DataProcess
data.fluid.io	
 spec.processor.job.podSpec	podSpec
 spec.processor.script	{repository=image,tag=imageTag}

DataProtectionApplication
oadp.openshift.io	
 spec.configuration.velero.customPlugins[*].image	reference
 spec.unsupportedOverrides.awsPluginImageFqin	reference
 spec.unsupportedOverrides.azurePluginImageFqin	reference
 spec.unsupportedOverrides.csiPluginImageFqin	reference
 spec.unsupportedOverrides.dataMoverImageFqin	reference
 spec.unsupportedOverrides.gcpPluginImageFqin	reference
 spec.unsupportedOverrides.hypershiftPluginImageFqin	reference
 spec.unsupportedOverrides.kubevirtPluginImageFqin	reference
 spec.unsupportedOverrides.legacyAWSPluginImageFqin	reference
 spec.unsupportedOverrides.nonAdminControllerImageFqin	reference
 spec.unsupportedOverrides.openshiftPluginImageFqin	reference
 spec.unsupportedOverrides.resticRestoreImageFqin	reference
 spec.unsupportedOverrides.veleroImageFqin	reference

DataQualityJobDefinition
sagemaker.services.k8s.aws	
 spec.dataQualityAppSpecification.imageURI	never

DataVolume
cdi.kubevirt.io	
 spec.source.registry.url	oci
 spec.source.vddk.initImageURL	reference

DatabaseCluster
dbaas.percona.com	
 spec.backup.image	reference
 spec.backup.initImage	reference
 spec.databaseImage	reference
 spec.loadBalancer.image	reference
 spec.monitoring.pmm.image	reference

DatabaseClusterRestore
dbaas.percona.com	
 spec.backupSource.image	reference

DatadogAgent
datadoghq.com	v1alpha1
 spec.agent.image	{name=name,tag=tag}
 spec.clusterAgent.image	{name=name,tag=tag}
 spec.clusterChecksRunner.image	{name=name,tag=tag}
 spec.registry	registry
datadoghq.com	v2alpha1
 spec.features.admissionController.agentSidecarInjection	{registry=registry,name=image.name,tag=image.tag}
 spec.features.admissionController.registry	registry
 spec.global.fips.image	{name=name,tag=tag}
 spec.global.registry	registry
 spec.override.*.image	{name=name,tag=tag}
 spec.override.*.volumes[*]	volume

DatadogAgentInternal
datadoghq.com	
 spec.features.admissionController.agentSidecarInjection.image	{name=name,tag=tag}
 spec.features.admissionController.agentSidecarInjection.registry	registry
 spec.features.admissionController.registry	registry
 spec.global.fips.image	{name=name,tag=tag}
 spec.global.registry	registry
 spec.override.*.image	{name=name,tag=tag}
 spec.override.*.volumes[*]	volume

DatadogAgentProfile
datadoghq.com	
 spec.config.features.admissionController.agentSidecarInjection	{registry=registry,name=image.name,tag=image.tag}
 spec.config.features.admissionController.registry	registry
 spec.config.global.fips.image	{name=name,tag=tag}
 spec.config.global.registry	registry
 spec.config.override.*.image	{name=name,tag=tag}
 spec.config.override.*.volumes[*]	volume

DatadogCSIDriver
datadoghq.com	
 spec.csiDriverImage	{repository=name,tag=tag}
 spec.override.volumes[*]	volume
 spec.registrarImage	{repository=name,tag=tag}

DataflowFlexTemplateJob
dataflow.cnrm.cloud.google.com	
 spec.sdkContainerImage	never

Dataplane
stunner.l7mp.io	
 spec.image	reference

Deployment
apps	
 spec.template.spec	podSpec
extensions	
 spec.template.spec	podSpec

DeploymentConfig
apps.openshift.io	
 spec.strategy.customParams	container
 spec.template.spec	podSpec
 spec.triggers	never

DeploymentRuntimeConfig
pkg.crossplane.io	
 spec.deploymentTemplate.spec.template.spec	podSpec

DevCluster
infrastructure.cluster.x-k8s.io	
 spec.backend.docker.loadBalancer	{registry=imageRepository,tag=imageTag}

DevClusterTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.backend.docker.loadBalancer	{registry=imageRepository,tag=imageTag}

DevMachine
infrastructure.cluster.x-k8s.io	
 spec.backend.docker.customImage	reference
 spec.backend.docker.preLoadImages	never

DevMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.backend.docker.customImage	reference
 spec.template.spec.backend.docker.preLoadImages	never

DeviceConfig
amd.com	
 spec.commonConfig.initContainerImage	reference
 spec.commonConfig.utilsContainer.image	reference
 spec.configManager.image	reference
 spec.devicePlugin.devicePluginImage	reference
 spec.devicePlugin.nodeLabellerImage	reference
 spec.driver.image	never
 spec.driver.imageBuild.baseImageRegistry	registry
 spec.driver.imageBuild.sourceImageRepo	repository
 spec.metricsExporter.image	reference
 spec.metricsExporter.rbacConfig.image	reference
 spec.remediationWorkflow.testerImage	reference
 spec.testRunner.image	reference

DisaggregatedSet
disaggregatedset.x-k8s.io	
 spec.roles[*].spec.leaderWorkerTemplate.leaderTemplate.spec	podSpec
 spec.roles[*].spec.leaderWorkerTemplate.workerTemplate.spec	podSpec

DlbDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

DockerCluster
anywhere.eks.amazonaws.com	
 spec.loadBalancer	{registry=imageRepository,tag=imageTag}
infrastructure.cluster.x-k8s.io	
 spec.loadBalancer	{registry=imageRepository,tag=imageTag}

DockerClusterTemplate
anywhere.eks.amazonaws.com	
 spec.template.spec.loadBalancer	{registry=imageRepository,tag=imageTag}
infrastructure.cluster.x-k8s.io	
 spec.template.spec.loadBalancer	{registry=imageRepository,tag=imageTag}

DockerMachine
anywhere.eks.amazonaws.com	
 spec.customImage	reference
 spec.preLoadImages	never
infrastructure.cluster.x-k8s.io	
 spec.customImage	reference
 spec.preLoadImages	never

DockerMachinePool
anywhere.eks.amazonaws.com	
 spec.template.customImage	reference
 spec.template.preLoadImages	never
infrastructure.cluster.x-k8s.io	
 spec.template.customImage	reference
 spec.template.preLoadImages	never

DockerMachinePoolTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.template.customImage	reference
 spec.template.spec.template.preLoadImages	never

DockerMachineTemplate
anywhere.eks.amazonaws.com	
 spec.template.spec.customImage	reference
 spec.template.spec.preLoadImages	never
infrastructure.cluster.x-k8s.io	
 spec.template.spec.customImage	reference
 spec.template.spec.preLoadImages	never

DorisCluster
doris.selectdb.com	
 spec.beSpec.image	reference
 spec.beSpec.systemInitialization.initImage	reference
 spec.brokerSpec.image	reference
 spec.brokerSpec.systemInitialization.initImage	reference
 spec.cnSpec.image	reference
 spec.cnSpec.systemInitialization.initImage	reference
 spec.feSpec.image	reference
 spec.feSpec.systemInitialization.initImage	reference

DorisDisaggregatedCluster
disaggregated.cluster.doris.com	
 spec.computeGroups[*].image	reference
 spec.computeGroups[*].systemInitialization.initImage	reference
 spec.feSpec.image	reference
 spec.feSpec.systemInitialization.initImage	reference
 spec.metaService.image	reference
 spec.metaService.systemInitialization.initImage	reference

Dragonfly
dragonflydb.io	
 spec.additionalContainers[*]	container
 spec.additionalVolumes[*]	volume
 spec.image	reference
 spec.initContainers[*]	container

Driver
csi.ceph.io	
 spec.controllerPlugin.volumes[*].volume	volume
 spec.imageSet	never
 spec.nodePlugin.volumes[*].volume	volume

Druid
druid.apache.org	
 spec.additionalContainer[*].image	reference
 spec.image	reference
 spec.nodes.*.additionalContainer[*].image	reference
 spec.nodes.*.image	reference
 spec.nodes.*.volumes[*]	volume
 spec.volumes[*]	volume

DruidCluster
druid.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

DruidVersion
catalog.kubedb.com	
 spec.*.image	reference

DsaDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

DynaKube
dynatrace.com	
 spec.activeGate.image	reference
 spec.kubernetesMonitoring.image	reference
 spec.oneAgent.applicationMonitoring.codeModulesImage	reference
 spec.oneAgent.classicFullStack.image	reference
 spec.oneAgent.cloudNativeFullStack.codeModulesImage	reference
 spec.oneAgent.cloudNativeFullStack.image	reference
 spec.oneAgent.hostMonitoring.image	reference
 spec.oneAgent.image	reference
 spec.routing.image	reference
 spec.templates.extensionExecutionController.imageRef	{repository=repository,tag=tag}
 spec.templates.kspmNodeConfigurationCollector.imageRef	{repository=repository,tag=tag}
 spec.templates.logMonitoring.imageRef	{repository=repository,tag=tag}
 spec.templates.otelCollector.imageRef	{repository=repository,tag=tag}

DynamoGraphDeployment
nvidia.com	
 spec.services.*.extraPodSpec	podSpec
 spec.services.*.extraPodSpec.mainContainer	container

""",
"E": """

EFCRuntime
data.fluid.io	
 spec.fuse.version	{repository=image,tag=imageTag}
 spec.initFuse.version	{repository=image,tag=imageTag}
 spec.master.version	{repository=image,tag=imageTag}
 spec.worker.version	{repository=image,tag=imageTag}

EMQX
apps.emqx.io	
 spec.coreTemplate.spec.extraContainers[*]	container
 spec.coreTemplate.spec.initContainers[*]	container
 spec.image	reference
 spec.replicantTemplate.spec.extraContainers[*]	container
 spec.replicantTemplate.spec.initContainers[*]	container

EdgeConnect
dynatrace.com	
 spec.imageRef	{repository=repository,tag=tag}

ElasticMapsServer
maps.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

Elasticsearch
elasticsearch.k8s.elastic.co	
 spec.image	reference
 spec.nodeSets[*].podTemplate.spec	podSpec
kubedb.com	
 spec.podTemplate.spec	podSpec
 spec.topology.*.podTemplate.spec	podSpec

ElasticsearchVersion
catalog.kubedb.com	
 spec.*.image	reference
 spec.dashboardInitContainer.yqImage	reference
 spec.initContainer.yqImage	reference

EmqxBroker
apps.emqx.io	
 spec.emqxTemplate	{registry=registry,repository=image}
 spec.extraContainers[*]	container
 spec.initContainers[*]	container
 spec.template.spec.emqxContainer.image	{registry=registry,repository=repository,tag=version}
 spec.template.spec.ephemeralContainers[*]	container
 spec.template.spec.extraContainers[*]	container
 spec.template.spec.initContainers[*]	container
 spec.template.spec.reloaderImage	reference

EmqxEnterprise
apps.emqx.io	
 spec.emqxTemplate	{registry=registry,repository=image}
 spec.extraContainers[*]	container
 spec.initContainers[*]	container
 spec.template.spec.emqxContainer.image	{registry=registry,repository=repository,tag=version}
 spec.template.spec.ephemeralContainers[*]	container
 spec.template.spec.extraContainers[*]	container
 spec.template.spec.initContainers[*]	container
 spec.template.spec.reloaderImage	reference

Engine
longhorn.io	
 spec.engineImage	reference
 spec.image	reference

EngineImage
longhorn.io	
 spec.image	reference

EnterpriseSearch
enterprisesearch.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

Environment
fission.io	
 spec.builder.container	container
 spec.builder.image	reference
 spec.builder.podspec	podSpec
 spec.runtime.container	container
 spec.runtime.image	reference
 spec.runtime.podspec	podSpec

EnvoyExtensionPolicy
gateway.envoyproxy.io	
 spec.wasm[*].code.image.url	reference

EnvoyGateway
gateway.envoyproxy.io	
 provider.kubernetes.rateLimitDeployment.container.image	reference
 provider.kubernetes.rateLimitDeployment.container.imageRepository	repository
 provider.kubernetes.shutdownManager.image	reference

EnvoyProxy
gateway.envoyproxy.io	
 spec.provider.kubernetes.envoyDaemonSet.container.image	reference
 spec.provider.kubernetes.envoyDaemonSet.container.imageRepository	repository
 spec.provider.kubernetes.envoyDaemonSet.patch.value.spec.template.spec	podSpec
 spec.provider.kubernetes.envoyDaemonSet.pod.volumes[*]	volume
 spec.provider.kubernetes.envoyDeployment.container.image	reference
 spec.provider.kubernetes.envoyDeployment.container.imageRepository	repository
 spec.provider.kubernetes.envoyDeployment.initContainers[*]	container
 spec.provider.kubernetes.envoyDeployment.patch.value.spec.template.spec	podSpec
 spec.provider.kubernetes.envoyDeployment.pod.volumes[*]	volume

EphemeralJob
apps.kruise.io	
 spec.template.ephemeralContainers[*]	container

EphemeralRunner
actions.github.com	
 spec.spec	podSpec

EphemeralRunnerSet
actions.github.com	
 spec.ephemeralRunnerSpec.spec	podSpec

Etcd
druid.gardener.cloud	
 spec.backup.image	reference
 spec.etcd.image	reference

EtcdCluster
etcd.aenix.io	
 spec.podTemplate.spec	podSpec
etcd.database.coreos.com	
 spec.pod.busyboxImage	reference
 spec.repository	repository

EtcdVersion
catalog.kubedb.com	
 spec.*.image	reference

EventListener
triggers.tekton.dev	
 spec.resources.customResource	object
 spec.resources.kubernetesResource.spec.template.spec	podSpec
 spec.triggers[*].template.spec.resourcetemplates[*]	object

EventSource
argoproj.io	
 spec.template.container	container
 spec.template.volumes[*]	volume

EventTailer
logging-extensions.banzaicloud.io	
 spec.containerOverrides	container
 spec.image	{repository=repository,tag=tag}
 spec.workloadOverrides	podSpec

EventTrigger
lib.projectsveltos.io	
 spec.helmCharts[*].values	yaml

Executor
executor.testkube.io	
 spec.image	reference
 spec.slaves.image	reference

ExitNode
chisel-operator.io	
 spec.chisel_image	reference

Experiment
argoproj.io	
 spec.templates[*].template.spec	podSpec
kubeflow.org	
 spec.metricsCollectorSpec.collector.customCollector	container
 spec.trialTemplate.trialSpec	object

ExposedSecretReport
aquasecurity.github.io	
 report	never

ExtendedDaemonSet
datadoghq.com	
 spec.template.spec	podSpec

ExtendedDaemonSetReplicaSet
datadoghq.com	
 spec.template.spec	podSpec

ExternalMariaDB
k8s.mariadb.com	
 spec.image	reference

""",
"F": """

Falco
instance.falcosecurity.dev	
 spec.podTemplateSpec.spec	podSpec

FerretDBVersion
catalog.kubedb.com	
 spec.*.image	reference

Fleet
agones.dev	
 spec.template.spec.template.spec	podSpec

FlinkApplication
platform.confluent.io	
 spec.image	reference
 spec.jobManager.podTemplate.spec	podSpec
 spec.podTemplate.spec	podSpec
 spec.taskManager.podTemplate.spec	podSpec

FlinkBlueGreenDeployment
flink.apache.org	
 spec.template.spec.image	reference
 spec.template.spec.jobManager.podTemplate.spec	podSpec
 spec.template.spec.podTemplate.spec	podSpec
 spec.template.spec.taskManager.podTemplate.spec	podSpec
platform.confluent.io	
 spec.template.spec.image	reference
 spec.template.spec.jobManager.podTemplate.spec	podSpec
 spec.template.spec.podTemplate.spec	podSpec
 spec.template.spec.taskManager.podTemplate.spec	podSpec

FlinkCluster
flinkoperator.k8s.io	
 spec.image.name	reference
 spec.job.initContainers[*]	container
 spec.job.volumes[*]	volume
 spec.jobManager.initContainers[*]	container
 spec.jobManager.sidecars[*]	container
 spec.jobManager.volumes[*]	volume
 spec.taskManager.initContainers[*]	container
 spec.taskManager.sidecars[*]	container
 spec.taskManager.volumes[*]	volume

FlinkDeployment
flink.apache.org	
 spec.image	reference
 spec.jobManager.podTemplate.spec	podSpec
 spec.podTemplate.spec	podSpec
 spec.taskManager.podTemplate.spec	podSpec
platform.confluent.io	
 spec.image	reference
 spec.jobManager.podTemplate.spec	podSpec
 spec.podTemplate.spec	podSpec
 spec.taskManager.podTemplate.spec	podSpec

FluentBit
fluentbit.fluent.io	
 spec.image	reference
 spec.initContainers[*]	container
 spec.positionDB	volume
 spec.volumes[*]	volume

FluentbitAgent
logging.banzaicloud.io	
 spec.bufferVolumeImage	{repository=repository,tag=tag}
 spec.configHotReload.image	{repository=repository,tag=tag}
 spec.image	{repository=repository,tag=tag}

Fluentd
fluentd.fluent.io	
 spec.image	reference
 spec.positionDB	volume
 spec.volumes[*]	volume

FluentdConfig
logging.banzaicloud.io	
 spec.bufferVolumeImage	{repository=repository,tag=tag}
 spec.configReloaderImage	{repository=repository,tag=tag}
 spec.image	{repository=repository,tag=tag}
 spec.scaling.drain.image	{repository=repository,tag=tag}
 spec.scaling.drain.pauseImage	{repository=repository,tag=tag}
 spec.sidecarContainers[*]	container
 spec.volumeModImage	{repository=repository,tag=tag}

FluxConfig
anywhere.eks.amazonaws.com	
 spec.git.repositoryUrl	never
 spec.github.repository	never

FluxInstance
fluxcd.controlplane.io	
 spec.distribution.artifact	oci
 spec.distribution.registry	registry
 spec.sync.url	oci

FluxReport
fluxcd.controlplane.io	
 spec.components	never

FpgaDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

Function
compute.functionmesh.io	
 spec.cleanupImage	reference
 spec.downloaderImage	reference
 spec.filebeatImage	reference
 spec.image	reference
 spec.pod.initContainers[*]	container
 spec.pod.sidecars[*]	container
 spec.pod.volumes[*]	volume
fission.io	
 spec.podspec	podSpec
lambda.services.k8s.aws	
 spec.code.imageURI	never
openfaas.com	
 spec.image	reference
pkg.crossplane.io	
 spec.package	reference

FunctionMesh
compute.functionmesh.io	
 spec.functions[*].cleanupImage	reference
 spec.functions[*].downloaderImage	reference
 spec.functions[*].filebeatImage	reference
 spec.functions[*].image	reference
 spec.functions[*].pod.initContainers[*]	container
 spec.functions[*].pod.sidecars[*]	container
 spec.functions[*].pod.volumes[*]	volume
 spec.sinks[*].cleanupImage	reference
 spec.sinks[*].downloaderImage	reference
 spec.sinks[*].image	reference
 spec.sinks[*].pod.initContainers[*]	container
 spec.sinks[*].pod.sidecars[*]	container
 spec.sinks[*].pod.volumes[*]	volume
 spec.sources[*].cleanupImage	reference
 spec.sources[*].downloaderImage	reference
 spec.sources[*].image	reference
 spec.sources[*].pod.initContainers[*]	container
 spec.sources[*].pod.sidecars[*]	container
 spec.sources[*].pod.volumes[*]	volume

FunctionRevision
pkg.crossplane.io	
 spec.image	reference

""",
"G": """

GCPMachine
infrastructure.cluster.x-k8s.io	
 spec.image	never
 spec.imageFamily	never

GCPMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.image	never
 spec.template.spec.imageFamily	never

GCPWasmPlugin
networking.gke.io	
 spec.versions[*].image	never

GPUCluster
nvidia.com	
 spec.dcgm	{repository=repository,name=image,tag=version}
 spec.dcgmExporter	{repository=repository,name=image,tag=version}
 spec.draDriver	{repository=repository,name=image,tag=version}

GameServer
agones.dev	
 spec.template.spec	podSpec

GameServerSet
agones.dev	
 spec.template.spec.template.spec	podSpec
game.kruise.io	
 spec.gameServerTemplate.spec	podSpec

Gatekeeper
operator.gatekeeper.sh	
 spec.image.image	reference

Gateway
gateway.solo.io	
 spec.httpGateway.options.wasm.filters[*].image	reference
 spec.hybridGateway.matchedGateways[*].httpGateway.options.wasm.filters[*].image	reference
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

GatewayClassParameters
gravitee.io	
 spec.kubernetes.deployment.template.spec	podSpec

GatewayConfig
aigateway.envoyproxy.io	
 spec.extProc.kubernetes.image	reference
 spec.extProc.kubernetes.imageRepository	repository

GatewayConfiguration
gateway-operator.konghq.com	
 spec.controlPlaneOptions.deployment.podTemplateSpec.spec	podSpec
 spec.dataPlaneOptions.deployment.podTemplateSpec.spec	podSpec

GatewayParameters
gateway.gloo.solo.io	
 spec.kube.aiExtension.image	{registry=registry,repository=repository,tag=tag,digest=digest}
 spec.kube.envoyContainer.image	{registry=registry,repository=repository,tag=tag,digest=digest}
 spec.kube.istio.customSidecars[*]	container
 spec.kube.istio.istioProxyContainer.image	{registry=registry,repository=repository,tag=tag,digest=digest}
 spec.kube.sdsContainer.image	{registry=registry,repository=repository,tag=tag,digest=digest}
gateway.kgateway.dev	
 spec.kube.envoyContainer.image	{digest=digest,registry=registry,repository=repository,tag=tag}
 spec.kube.istio.customSidecars[*]	container
 spec.kube.istio.istioProxyContainer.image	{digest=digest,registry=registry,repository=repository,tag=tag}
 spec.kube.podTemplate.extraVolumes[*]	volume
 spec.kube.sdsContainer.image	{digest=digest,registry=registry,repository=repository,tag=tag}

GitLab
apps.gitlab.com	
 spec.chart.values	values

GitOpsCluster
apps.open-cluster-management.io	
 spec.gitopsAddon.gitOpsOperatorImage	reference

GitOpsConfig
anywhere.eks.amazonaws.com	
 spec.flux.github.repository	never

GitRepository
source.toolkit.fluxcd.io	
 spec.include[*].repository	never

GlobalTenantResource
capsule.clastix.io	
 spec.resources[*].rawItems[*]	object

GooseFSRuntime
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.goosefsVersion	{repository=image,tag=imageTag}
 spec.initUsers	{repository=image,tag=imageTag}

GpuDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

Grafana
grafana.integreatly.org	
 spec.deployment.spec.template.spec	podSpec
 spec.version	never
integreatly.org	
 spec.baseImage	reference
 spec.containers[*]	container
 spec.deployment.extraVolumes[*]	volume
 spec.initImage	reference

GrafanaAgent
monitoring.grafana.com	
 spec	podSpec
 spec.image	reference

""",
"H": """

HCloudMachine
infrastructure.cluster.x-k8s.io	
 spec.imageName	never
 spec.imageURL	never
 spec.imageURLCommand	never

HCloudMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.imageName	never
 spec.template.spec.imageURL	never
 spec.template.spec.imageURLCommand	never

Hazelcast
hazelcast.com	
 spec	{repository=repository,tag=version}
 spec.agent	{repository=repository,tag=version}

HazelcastVersion
catalog.kubedb.com	
 spec.*.image	reference

HbaseCluster
hbase.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

HdfsCluster
hdfs.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

HelmChart
helm.cattle.io	
 spec.chart	oci
 spec.dockerRegistrySecret	never
 spec.jobImage	reference
 spec.valuesContent	valuesText

HelmChartConfig
helm.cattle.io	
 spec.valuesContent	valuesText

HelmChartProxy
addons.cluster.x-k8s.io	
 spec.values	valuesText
 spec.valuesTemplate	text

HelmRelease
helm.toolkit.fluxcd.io	
 spec.chart	never
 spec.postRenderers[*].kustomize.images[*]	kustomizeImage
 spec.postRenderers[*].kustomize.patchesJson6902[*]	patch
 spec.postRenderers[*].kustomize.patchesStrategicMerge[*]	patch
 spec.postRenderers[*].kustomize.patches[*]	patch
 spec.values	values

HelmReleaseProxy
addons.cluster.x-k8s.io	
 spec.values	valuesText
 spec.valuesTemplate	text

HelmRepository
source.toolkit.fluxcd.io	
 spec	{registry=url,where.type=oci}

HetznerBareMetalMachine
infrastructure.cluster.x-k8s.io	
 spec.installImage	never

HetznerBareMetalMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.installImage	never

HiveCluster
hive.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

HiveMQCluster
hivemq.com	
 spec.image	reference
 spec.initBusyboxImage	reference
 spec.initContainers[*]	container
 spec.initDnsWaitImage	reference
 spec.initialization[*]	container
 spec.sidecars[*]	container

HiveMQPlatform
hivemq.com	
 spec.statefulSet.spec.template.spec	podSpec

HorizontalRunnerAutoscaler
actions.summerwind.dev	
 spec.metrics[*].repositoryNames[*]	never

HostTailer
logging-extensions.banzaicloud.io	
 spec.fileTailers[*].containerOverrides	container
 spec.fileTailers[*].image	{repository=repository,tag=tag}
 spec.image	{repository=repository,tag=tag}
 spec.systemdTailers[*].containerOverrides	container
 spec.systemdTailers[*].image	{repository=repository,tag=tag}
 spec.workloadOverrides	podSpec

HostedCluster
hypershift.openshift.io	
 spec.controlPlaneRelease.image	reference
 spec.imageContentSources	never
 spec.release.image	reference

HumioCluster
core.humio.com	
 spec.helperImage	reference
 spec.image	reference
 spec.nodePools[*].spec.helperImage	reference
 spec.nodePools[*].spec.image	reference
 spec.nodePools[*].spec.sidecarContainer[*]	container
 spec.sidecarContainer[*]	container

HyperConverged
hco.kubevirt.io	
 spec.dataImportCronTemplates[*].spec.template.spec.source.registry.url	oci
 spec.vddkInitImage	reference

HyperParameterTuningJob
sagemaker.services.k8s.aws	
 spec.trainingJobDefinition.algorithmSpecification.trainingImage	never
 spec.trainingJobDefinitions[*].algorithmSpecification.trainingImage	never

""",
"I": """

IPAMProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].imageUrl	reference

IaaDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

IgniteVersion
catalog.kubedb.com	
 spec.*.image	reference

Image
caching.internal.knative.dev	
 spec.image	reference
image.openshift.io	
 dockerImageReference	never
kpack.io	
 spec.tag	never

ImageCache
kubefledged.io	
 spec.cacheSpec[*].images[*]	reference

ImageCatalog
postgresql.cnpg.io	
 spec.componentImages[*].image	reference
 spec.images[*].extensions[*]	volume
 spec.images[*].image	reference

ImageConfig
pkg.crossplane.io	
 spec.matchImages[*].prefix	never
 spec.rewriteImage.prefix	never

ImageContentSourcePolicy
operator.openshift.io	
 spec.repositoryDigestMirrors	never

ImageDigestMirrorSet
config.openshift.io	
 spec.imageDigestMirrors	never
 spec.imageTagMirrors	never

ImageList
eraser.sh	
 spec.images	never

ImageListPullJob
apps.kruise.io	
 spec.images[*]	reference

ImagePolicy
config.openshift.io	
 spec.policy	never
 spec.scopes	never
image.toolkit.fluxcd.io	
 spec.imageRepositoryRef	never

ImagePrePullJob
operations.kubeedge.io	
 spec.imagePrePullTemplate.images[*]	reference

ImagePullJob
apps.kruise.io	
 spec.image	reference

ImageRepository
image.toolkit.fluxcd.io	
 spec.image	never

ImageSet
operator.tigera.io	
 spec.images	never

ImageStream
image.openshift.io	
 spec.dockerImageRepository	repository
 spec.tags[*].from	{reference=name,where.kind=DockerImage}

ImageStreamImport
image.openshift.io	
 spec.images[*].from	{reference=name,where.kind=DockerImage}
 spec.repository.from	{repository=name,where.kind=DockerImage}

ImageStreamTag
image.openshift.io	
 tag.from	{reference=name,where.kind=DockerImage}

ImageTagMirrorSet
config.openshift.io	
 spec.imageDigestMirrors	never
 spec.imageTagMirrors	never

ImageUpdater
argocd-image-updater.argoproj.io	
 spec.applicationRefs[*].images[*].imageName	never

ImageValidatingPolicy
policies.kyverno.io	
 spec.attestors	never
 spec.images	never
 spec.matchImageReferences	never

IndexerCluster
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

InferenceComponent
sagemaker.services.k8s.aws	
 spec.specification.container.image	never

InferenceService
serving.kserve.io	
 spec.canary[*].predictor	podSpec
 spec.canary[*].predictor.huggingface	container
 spec.canary[*].predictor.huggingface.storageUri	oci
 spec.canary[*].predictor.lightgbm	container
 spec.canary[*].predictor.lightgbm.storageUri	oci
 spec.canary[*].predictor.model	container
 spec.canary[*].predictor.model.storageUri	oci
 spec.canary[*].predictor.onnx	container
 spec.canary[*].predictor.onnx.storageUri	oci
 spec.canary[*].predictor.paddle	container
 spec.canary[*].predictor.paddle.storageUri	oci
 spec.canary[*].predictor.pmml	container
 spec.canary[*].predictor.pmml.storageUri	oci
 spec.canary[*].predictor.pytorch	container
 spec.canary[*].predictor.pytorch.storageUri	oci
 spec.canary[*].predictor.sklearn	container
 spec.canary[*].predictor.sklearn.storageUri	oci
 spec.canary[*].predictor.tensorflow	container
 spec.canary[*].predictor.tensorflow.storageUri	oci
 spec.canary[*].predictor.triton	container
 spec.canary[*].predictor.triton.storageUri	oci
 spec.canary[*].predictor.workerSpec	podSpec
 spec.canary[*].predictor.xgboost	container
 spec.canary[*].predictor.xgboost.storageUri	oci
 spec.explainer	podSpec
 spec.explainer.art	container
 spec.explainer.art.storageUri	oci
 spec.predictor	podSpec
 spec.predictor.huggingface	container
 spec.predictor.huggingface.storageUri	oci
 spec.predictor.lightgbm	container
 spec.predictor.lightgbm.storageUri	oci
 spec.predictor.model	container
 spec.predictor.model.storageUri	oci
 spec.predictor.onnx	container
 spec.predictor.onnx.storageUri	oci
 spec.predictor.paddle	container
 spec.predictor.paddle.storageUri	oci
 spec.predictor.pmml	container
 spec.predictor.pmml.storageUri	oci
 spec.predictor.pytorch	container
 spec.predictor.pytorch.storageUri	oci
 spec.predictor.sklearn	container
 spec.predictor.sklearn.storageUri	oci
 spec.predictor.tensorflow	container
 spec.predictor.tensorflow.storageUri	oci
 spec.predictor.triton	container
 spec.predictor.triton.storageUri	oci
 spec.predictor.workerSpec	podSpec
 spec.predictor.xgboost	container
 spec.predictor.xgboost.storageUri	oci
 spec.transformer	podSpec
serving.kserve.io	v1alpha2
 spec.canary.explainer.custom.container	container
 spec.canary.predictor.custom.container	container
 spec.canary.transformer.custom.container	container
 spec.default.explainer.custom.container	container
 spec.default.predictor.custom.container	container
 spec.default.transformer.custom.container	container
serving.kubeflow.org	v1alpha2
 spec.canary.explainer.custom.container	container
 spec.canary.predictor.custom.container	container
 spec.canary.transformer.custom.container	container
 spec.default.explainer.custom.container	container
 spec.default.predictor.custom.container	container
 spec.default.transformer.custom.container	container

Infinispan
infinispan.org	
 spec.image	reference

InfraViz
cluster.appdynamics.com	
 spec.image	reference
 spec.imageWin	reference
 spec.netVizImage	reference

InfrastructureProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].image	{repository=repository,name=name,tag=tag}
 spec.deployment.containers[*].imageUrl	reference

InnoDBCluster
mysql.oracle.com	
 spec.imageRepository	registry
 spec.logs.collector.image	reference
 spec.metrics.image	reference
 spec.podSpec	podSpec
 spec.readReplicas[*].podSpec	podSpec
 spec.router.podSpec	podSpec

Installation
operator.tigera.io	
 spec.imagePath	never
 spec.imagePrefix	never
 spec.registry	registry

InstanaAgent
instana.io	
 spec.agent.image	{repository=name,tag=tag,digest=digest}
 spec.k8s_sensor.image	{repository=name,tag=tag,digest=digest}

InstanceGroup
kops.k8s.io	
 spec.containerd.nvidiaGPU.image	reference
 spec.containerd.sandboxImage	reference
 spec.hooks[*].execContainer.image	reference
 spec.image	never
 spec.kubelet.podInfraContainerImage	reference
 spec.warmPool.additionalImages[*]	reference

InstanceManager
longhorn.io	
 spec.image	reference

Instrumentation
newrelic.com	
 spec.agent.image	reference
 spec.healthAgent.image	reference
opentelemetry.io	
 spec.apacheHttpd.image	reference
 spec.dotnet.image	reference
 spec.go.image	reference
 spec.java.extensions[*].image	reference
 spec.java.image	reference
 spec.nginx.image	reference
 spec.nodejs.image	reference
 spec.python.image	reference

Integration
camel.apache.org	
 spec.template.spec	podSpec
 spec.traits.builder.baseImage	reference
 spec.traits.container.image	reference
 spec.traits.quarkus.nativeBaseImage	reference
 spec.traits.quarkus.nativeBuilderImage	reference
oncall.grafana.crossplane.io	
 spec.forProvider.templates	never
 spec.initProvider.templates	never
oncall.grafana.m.crossplane.io	
 spec.forProvider.templates	never
 spec.initProvider.templates	never

IntegrationKit
camel.apache.org	
 spec.image	reference
 spec.traits.builder.baseImage	reference
 spec.traits.quarkus.nativeBaseImage	reference
 spec.traits.quarkus.nativeBuilderImage	reference

IntegrationPlatform
camel.apache.org	
 spec.build.baseImage	reference
 spec.build.buildConfiguration.toolImage	reference
 spec.build.registry.address	never
 spec.traits.builder.baseImage	reference
 spec.traits.container	container
 spec.traits.quarkus.nativeBaseImage	reference
 spec.traits.quarkus.nativeBuilderImage	reference

IntegrationProfile
camel.apache.org	
 spec.build.baseImage	reference
 spec.traits.builder.baseImage	reference
 spec.traits.container	container
 spec.traits.quarkus.nativeBaseImage	reference
 spec.traits.quarkus.nativeBuilderImage	reference

IntrusionDetection
operator.tigera.io	
 spec.deepPacketInspectionDaemonset.spec.template.spec.initContainers[*].image	reference

Ironic
ironic.metal3.io	
 spec.images.deployRamdiskDownloader	reference
 spec.images.ironic	reference
 spec.images.keepalived	reference

Istio
sailoperator.io	
 spec.values.global	{registry=hub,tag=tag}
 spec.values.global.agentgateway	{name=image}
 spec.values.global.proxy	{name=image}
 spec.values.global.proxy_init	{name=image}
 spec.values.meshConfig.defaultConfig.image.imageType	never
 spec.values.pilot	{registry=hub,name=image,tag=tag}

IstioCNI
sailoperator.io	
 spec.values.cni	{registry=hub,name=image,tag=tag}
 spec.values.cni.repair	{registry=hub,name=image,tag=tag}
 spec.values.global	{registry=hub,tag=tag}

IstioOperator
install.istio.io	
 spec	{registry=hub,tag=tag}
 spec.values.cni	{registry=hub,name=image,tag=tag}
 spec.values.global	{registry=hub,tag=tag}
 spec.values.global.proxy	{name=image}
 spec.values.global.proxy_init	{name=image}
 spec.values.pilot	{registry=hub,name=image,tag=tag}

IstioRevision
sailoperator.io	
 spec.values.global	{registry=hub,tag=tag}
 spec.values.global.agentgateway	{name=image}
 spec.values.global.proxy	{name=image}
 spec.values.global.proxy_init	{name=image}
 spec.values.meshConfig.defaultConfig.image.imageType	never
 spec.values.pilot	{registry=hub,name=image,tag=tag}

""",
"J": """

JAXJob
kubeflow.org	
 spec.jaxReplicaSpecs.*.template.spec	podSpec

Jaeger
jaegertracing.io	
 spec.agent.image	reference
 spec.allInOne.image	reference
 spec.collector.image	reference
 spec.ingester.image	reference
 spec.query.image	reference
 spec.storage.cassandraCreateSchema.image	reference
 spec.storage.dependencies.image	reference
 spec.storage.elasticsearch.image	reference
 spec.storage.esIndexCleaner.image	reference
 spec.storage.esRollover.image	reference
 spec.storage.grpcPlugin.image	reference

Jenkins
jenkins.io	
 spec.master.containers[*]	container
 spec.master.volumes[*]	volume

JindoRuntime
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.jindoVersion	{repository=image,tag=imageTag}

Job
app.azure.com	
 spec.template	never
batch	
 spec.template.spec	podSpec
batch.volcano.sh	
 spec.tasks[*].template.spec	podSpec

JobFlow
flow.volcano.sh	
 spec.flows[*].patch.jobSpec.tasks[*].template.spec	podSpec

JobSet
jobset.x-k8s.io	
 spec.replicatedJobs[*].template.spec.template.spec	podSpec

JobSink
sinks.knative.dev	
 spec.job.spec.template.spec	podSpec

JobTemplate
flow.volcano.sh	
 spec.tasks[*].template.spec	podSpec

JuiceFSRuntime
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.juicefsVersion	{repository=image,tag=imageTag}

""",
"K": """

K0smotronControlPlane
controlplane.cluster.x-k8s.io	
 spec.etcd.defragJob.image	reference
 spec.etcd.image	reference
 spec.image	repository
 spec.manifests[*]	volume
 spec.monitoring.prometheusImage	reference
 spec.monitoring.proxyImage	reference
 spec.mounts[*]	volume

K0smotronControlPlaneTemplate
controlplane.cluster.x-k8s.io	
 spec.template.spec.etcd.defragJob.image	reference
 spec.template.spec.etcd.image	reference
 spec.template.spec.image	repository
 spec.template.spec.manifests[*]	volume
 spec.template.spec.monitoring.prometheusImage	reference
 spec.template.spec.monitoring.proxyImage	reference
 spec.template.spec.mounts[*]	volume

K6
k6.io	
 spec.initializer.image	reference
 spec.initializer.initContainers[*]	container
 spec.runner.image	reference
 spec.runner.initContainers[*]	container
 spec.starter.image	reference
 spec.starter.initContainers[*]	container

K8sInstallerConfig
infrastructure.cluster.x-k8s.io	
 spec.bundleRepo	registry

K8sInstallerConfigTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.bundleRepo	registry

K8ssandraCluster
k8ssandra.io	
 spec.cassandra.jmxInitContainerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.medusa.containerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.reaper.containerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.reaper.initContainerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.stargate.containerImage	{registry=registry,repository=repository,name=name,tag=tag}

KRaftController
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume
 spec.services.observer.image	reference

Kafka
kafka.strimzi.io	
 spec.cruiseControl.image	reference
 spec.cruiseControl.template.pod.volumes[*]	volume
 spec.cruiseControl.tlsSidecar.image	reference
 spec.entityOperator.template.pod.volumes[*]	volume
 spec.entityOperator.tlsSidecar.image	reference
 spec.entityOperator.topicOperator.image	reference
 spec.entityOperator.userOperator.image	reference
 spec.jmxTrans.image	reference
 spec.jmxTrans.template.pod.volumes[*]	volume
 spec.kafka.brokerRackInitImage	reference
 spec.kafka.image	reference
 spec.kafka.template.pod.volumes[*]	volume
 spec.kafkaExporter.image	reference
 spec.kafkaExporter.template.pod.volumes[*]	volume
 spec.zookeeper.image	reference
 spec.zookeeper.template.pod.volumes[*]	volume
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume
 spec.services.observer.image	reference

KafkaBridge
kafka.strimzi.io	
 spec.clientRackInitImage	reference
 spec.image	reference
 spec.template.pod.volumes[*]	volume

KafkaCluster
kafka.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

KafkaConnect
kafka.strimzi.io	
 spec.build.output.image	never
 spec.build.plugins[*].artifacts[*].repository	never
 spec.clientRackInitImage	reference
 spec.image	reference
 spec.plugins[*].artifacts[*].reference	reference
 spec.template.buildPod.volumes[*]	volume
 spec.template.pod.volumes[*]	volume

KafkaMirrorMaker
kafka.strimzi.io	
 spec.image	reference

KafkaMirrorMaker2
kafka.strimzi.io	
 spec.clientRackInitImage	reference
 spec.image	reference
 spec.template.buildPod.volumes[*]	volume
 spec.template.pod.volumes[*]	volume

KafkaNodePool
kafka.strimzi.io	
 spec.template.pod.volumes[*]	volume

KafkaRestProxy
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

KafkaVersion
catalog.kubedb.com	
 spec.*.image	reference

KamajiControlPlane
controlplane.cluster.x-k8s.io	
 spec.addons.coreDNS	{registry=imageRepository,tag=imageTag}
 spec.addons.konnectivity.agent	{repository=image,tag=version}
 spec.addons.konnectivity.server	{repository=image,tag=version}
 spec.addons.kubeProxy	{registry=imageRepository,tag=imageTag}
 spec.deployment.extraContainers[*]	container
 spec.deployment.extraInitContainers[*]	container
 spec.deployment.extraVolumes[*]	volume
 spec.registry	registry

KamajiControlPlaneTemplate
controlplane.cluster.x-k8s.io	
 spec.template.spec.addons.coreDNS	{registry=imageRepository,tag=imageTag}
 spec.template.spec.addons.konnectivity.agent	{repository=image,tag=version}
 spec.template.spec.addons.konnectivity.server	{repository=image,tag=version}
 spec.template.spec.addons.kubeProxy	{registry=imageRepository,tag=imageTag}
 spec.template.spec.deployment.extraContainers[*]	container
 spec.template.spec.deployment.extraInitContainers[*]	container
 spec.template.spec.deployment.extraVolumes[*]	volume
 spec.template.spec.registry	registry

Karmada
operator.karmada.io	
 spec.components.etcd.local	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaAPIServer	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaAggregatedAPIServer	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaControllerManager	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaDescheduler	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaMetricsAdapter	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaScheduler	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaSearch	{repository=imageRepository,tag=imageTag}
 spec.components.karmadaWebhook	{repository=imageRepository,tag=imageTag}
 spec.components.kubeControllerManager	{repository=imageRepository,tag=imageTag}
 spec.privateRegistry.registry	registry

KeeperCluster
clickhouse.com	
 spec.containerTemplate.image	{digest=hash,repository=repository,tag=tag}
 spec.podTemplate.volumes[*]	volume

KeptnTaskDefinition
lifecycle.keptn.sh	
 spec.container	container

Keycloak
k8s.keycloak.org	
 spec.image	reference
 spec.unsupported.podTemplate.spec	podSpec

Kiali
kiali.io	
 spec.deployment	{repository=image_name,tag=image_version}

Kibana
kibana.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

Klusterlet
operator.open-cluster-management.io	
 spec.addOnManagerImagePullSpec	reference
 spec.imagePullSpec	reference
 spec.placementImagePullSpec	reference
 spec.registrationImagePullSpec	reference
 spec.workImagePullSpec	reference

KnativeEventing
operator.knative.dev	
 spec.registry.default	text
 spec.registry.override.*	reference

KnativeServing
operator.knative.dev	
 spec.registry.default	text
 spec.registry.override.*	reference

KogitoBuild
app.kiegroup.org	
 spec.buildImage	reference
 spec.runtimeImage	reference
rhpam.kiegroup.org	
 spec.buildImage	reference
 spec.runtimeImage	reference

KogitoRuntime
app.kiegroup.org	
 spec.image	reference
rhpam.kiegroup.org	
 spec.image	reference

KogitoSupportingService
app.kiegroup.org	
 spec.image	reference

KsqlDB
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

KubeVirt
kubevirt.io	
 spec	{registry=imageRegistry,tag=imageTag}
 spec.configuration.network.binding.*.sidecarImage	reference

KubeadmConfig
bootstrap.cluster.x-k8s.io	
 spec.clusterConfiguration.dns	{registry=imageRepository,tag=imageTag}
 spec.clusterConfiguration.etcd.local	{registry=imageRepository,tag=imageTag}
 spec.clusterConfiguration.imageRepository	registry

KubeadmConfigTemplate
bootstrap.cluster.x-k8s.io	
 spec.template.spec.clusterConfiguration.dns	{registry=imageRepository,tag=imageTag}
 spec.template.spec.clusterConfiguration.etcd.local	{registry=imageRepository,tag=imageTag}
 spec.template.spec.clusterConfiguration.imageRepository	registry

KubeadmControlPlane
controlplane.cluster.x-k8s.io	
 spec.kubeadmConfigSpec.clusterConfiguration.dns	{registry=imageRepository,tag=imageTag}
 spec.kubeadmConfigSpec.clusterConfiguration.etcd.local	{registry=imageRepository,tag=imageTag}
 spec.kubeadmConfigSpec.clusterConfiguration.imageRepository	registry

KubeadmControlPlaneTemplate
controlplane.cluster.x-k8s.io	
 spec.template.spec.kubeadmConfigSpec.clusterConfiguration.dns	{registry=imageRepository,tag=imageTag}
 spec.template.spec.kubeadmConfigSpec.clusterConfiguration.etcd.local	{registry=imageRepository,tag=imageTag}
 spec.template.spec.kubeadmConfigSpec.clusterConfiguration.imageRepository	registry

Kubegres
kubegres.reactive-tech.io	
 spec.image	reference

KubernetesUpgrade
tuppr.home-operations.com	
 spec.talosctl.image	{repository=repository,tag=tag}

Kustomization
kustomize.config.k8s.io	
 configMapGenerator[*].literals[*]	literal
 helmCharts[*]	chart
 helmCharts[*].valuesInline	values
 images[*]	kustomizeImage
 patchesJson6902[*]	patch
 patchesStrategicMerge[*]	patch
 patches[*]	patch
 secretGenerator[*].literals[*]	secretLiteral
kustomize.toolkit.fluxcd.io	
 spec.images[*]	kustomizeImage
 spec.patchesJson6902[*]	patch
 spec.patchesStrategicMerge[*]	patch
 spec.patches[*]	patch

""",
"L": """

LLMInferenceService
serving.kserve.io	
 spec.model.uri	oci
 spec.prefill.template	podSpec
 spec.prefill.worker	podSpec
 spec.router.scheduler.template	podSpec
 spec.router.scheduler.tokenizer.template	podSpec
 spec.template	podSpec
 spec.worker	podSpec

LLMInferenceServiceConfig
serving.kserve.io	
 spec.model.uri	oci
 spec.prefill.template	podSpec
 spec.prefill.worker	podSpec
 spec.router.scheduler.template	podSpec
 spec.router.scheduler.tokenizer.template	podSpec
 spec.template	podSpec
 spec.worker	podSpec

LeaderWorkerSet
leaderworkerset.x-k8s.io	
 spec.leaderWorkerTemplate.leaderTemplate.spec	podSpec
 spec.leaderWorkerTemplate.workerTemplate.spec	podSpec

LicenseManager
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

LicenseMaster
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

LinstorCluster
piraeus.io	
 spec.controller.podTemplate.spec	podSpec
 spec.csiController.podTemplate.spec	podSpec
 spec.csiNode.podTemplate.spec	podSpec
 spec.highAvailabilityController.podTemplate.spec	podSpec
 spec.repository	registry

LinstorSatellite
piraeus.io	
 spec.repository	registry

LinstorSatelliteConfiguration
piraeus.io	
 spec.podTemplate.spec	podSpec

LlamaStackDistribution
llamastack.io	
 spec.distribution.image	reference
 spec.server.distribution.image	reference
 spec.server.podOverrides.volumes[*]	volume
 spec.workload.overrides.volumes[*]	volume

Lock
pkg.crossplane.io	
 packages[*].source	never

Logging
logging.banzaicloud.io	
 spec.fluentbit.bufferVolumeImage	{repository=repository,tag=tag}
 spec.fluentbit.configHotReload.image	{repository=repository,tag=tag}
 spec.fluentbit.image	{repository=repository,tag=tag}
 spec.fluentd.bufferVolumeImage	{repository=repository,tag=tag}
 spec.fluentd.configReloaderImage	{repository=repository,tag=tag}
 spec.fluentd.image	{repository=repository,tag=tag}
 spec.fluentd.scaling.drain.image	{repository=repository,tag=tag}
 spec.fluentd.scaling.drain.pauseImage	{repository=repository,tag=tag}
 spec.fluentd.sidecarContainers[*]	container
 spec.fluentd.volumeModImage	{repository=repository,tag=tag}
 spec.nodeAgents[*].nodeAgentFluentbit.daemonSet.spec.template.spec	podSpec
 spec.syslogNG.bufferVolumeMetricsImage	{repository=repository,tag=tag}
 spec.syslogNG.configCheckPod	podSpec
 spec.syslogNG.configReloadImage	{repository=repository,tag=tag}
 spec.syslogNG.metricsExporterImage	{repository=repository,tag=tag}
 spec.syslogNG.statefulSet.spec.template.spec	podSpec
 spec.syslogNG.syslogNGImage	{repository=repository,tag=tag}

Logstash
logstash.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

""",
"M": """

MPIJob
kubeflow.org	
 spec.mpiReplicaSpecs.*.template.spec	podSpec

MSSQLServerVersion
catalog.kubedb.com	
 spec.*.image	reference

MachineConfig
machineconfiguration.openshift.io	
 spec.baseOSExtensionsContainerImage	reference
 spec.osImageURL	reference

ManagedChart
management.cattle.io	
 spec.targets[*].helm.values	values

ManagementCenter
hazelcast.com	
 spec	{repository=repository,tag=version}

ManifestWork
work.open-cluster-management.io	
 spec.workload.manifests[*]	object

ManifestWorkReplicaSet
work.open-cluster-management.io	
 spec.manifestWorkTemplate.workload.manifests[*]	object

MariaDB
k8s.mariadb.com	
 spec.galera.agent.image	reference
 spec.galera.initContainer.image	reference
 spec.image	reference
 spec.initContainers[*]	container
 spec.metrics.exporter.image	reference
 spec.replication.agent.image	reference
 spec.replication.initContainer.image	reference
 spec.sidecarContainers[*]	container
kubedb.com	
 spec.podTemplate.spec	podSpec

MariaDBVersion
catalog.kubedb.com	
 spec.*.image	reference
 spec.archiver.walg.image	reference
 spec.migrator.*.image	reference

MatchableHttpGateway
gateway.solo.io	
 spec.httpGateway.options.wasm.filters[*].image	reference

MaxScale
k8s.mariadb.com	
 spec.image	reference
 spec.metrics.exporter.image	reference

Memcached
kubedb.com	
 spec.podTemplate.spec	podSpec

MemcachedVersion
catalog.kubedb.com	
 spec.*.image	reference

Milvus
milvus.io	
 spec.components.cdc.image	reference
 spec.components.dataCoord.image	reference
 spec.components.dataNode.image	reference
 spec.components.dummyImage	reference
 spec.components.image	reference
 spec.components.indexCoord.image	reference
 spec.components.indexNode.image	reference
 spec.components.mixCoord.image	reference
 spec.components.proxy.image	reference
 spec.components.queryCoord.image	reference
 spec.components.queryNode.image	reference
 spec.components.rootCoord.image	reference
 spec.components.standalone.image	reference
 spec.components.streamingNode.image	reference
 spec.components.toolImage	reference
 spec.image	reference

MilvusCluster
milvus.io	
 spec.components.cdc.image	reference
 spec.components.dataCoord.image	reference
 spec.components.dataNode.image	reference
 spec.components.dummyImage	reference
 spec.components.image	reference
 spec.components.indexCoord.image	reference
 spec.components.indexNode.image	reference
 spec.components.mixCoord.image	reference
 spec.components.proxy.image	reference
 spec.components.queryCoord.image	reference
 spec.components.queryNode.image	reference
 spec.components.rootCoord.image	reference
 spec.components.standalone.image	reference
 spec.components.streamingNode.image	reference
 spec.components.toolImage	reference

MilvusUpgrade
milvus.io	
 spec.targetImage	reference
 spec.toolImage	reference

MinIOJob
job.min.io	
 spec.mcImage	reference

Model
kubeai.org	
 spec.image	reference
 spec.url	never
sagemaker.services.k8s.aws	
 spec.containers[*].image	never
 spec.containers[*].imageConfig.repositoryAccessMode	never
 spec.containers[*].imageConfig.repositoryAuthConfig.repositoryCredentialsProviderARN	never
 spec.primaryContainer.image	never
 spec.primaryContainer.imageConfig.repositoryAccessMode	never
 spec.primaryContainer.imageConfig.repositoryAuthConfig.repositoryCredentialsProviderARN	never

ModelBiasJobDefinition
sagemaker.services.k8s.aws	
 spec.modelBiasAppSpecification.imageURI	never

ModelExplainabilityJobDefinition
sagemaker.services.k8s.aws	
 spec.modelExplainabilityAppSpecification.imageURI	never

ModelPackage
sagemaker.services.k8s.aws	
 spec.additionalInferenceSpecifications[*].containers[*].image	never
 spec.additionalInferenceSpecifications[*].containers[*].imageDigest	never
 spec.inferenceSpecification.containers[*].image	never
 spec.inferenceSpecification.containers[*].imageDigest	never
 spec.metadataProperties.repository	never

ModelQualityJobDefinition
sagemaker.services.k8s.aws	
 spec.modelQualityAppSpecification.imageURI	never

Module
kmm.sigs.x-k8s.io	
 spec.devicePlugin.container	container
 spec.devicePlugin.initContainer	container
 spec.devicePlugin.volumes[*]	volume
 spec.moduleLoader.container.containerImage	never
 spec.moduleLoader.container.kernelMappings[*].containerImage	never

MongoDB
kubedb.com	
 spec.arbiter.podTemplate.spec	podSpec
 spec.hidden.podTemplate.spec	podSpec
 spec.podTemplate.spec	podSpec
 spec.shardTopology.*.podTemplate.spec	podSpec
mongodb.com	
 spec.configSrv.clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.configSrvPodSpec.podTemplate.spec	podSpec
 spec.mongos.clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.mongosPodSpec.podTemplate.spec	podSpec
 spec.podSpec.podTemplate.spec	podSpec
 spec.shard.clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.shardOverrides[*].clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.shardOverrides[*].podSpec.podTemplate.spec	podSpec
 spec.shardPodSpec.podTemplate.spec	podSpec
 spec.shardSpecificPodSpec[*].podTemplate.spec	podSpec

MongoDBCommunity
mongodbcommunity.mongodb.com	
 spec.statefulSet.spec.template.spec	podSpec

MongoDBMultiCluster
mongodb.com	
 spec.clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.statefulSet.spec.template.spec	podSpec

MongoDBOpsManager
mongodb.com	
 spec.applicationDatabase.clusterSpecList[*].podSpec.podTemplate.spec	podSpec
 spec.applicationDatabase.podSpec.podTemplate.spec	podSpec
 spec.backup.statefulSet.spec.template.spec	podSpec
 spec.statefulSet.spec.template.spec	podSpec

MongoDBVersion
catalog.kubedb.com	
 spec.*.image	reference
 spec.archiver.walg.image	reference
 spec.migrator.*.image	reference

MonitoringConsole
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

MonitoringSchedule
sagemaker.services.k8s.aws	
 spec.monitoringScheduleConfig.monitoringJobDefinition.monitoringAppSpecification.imageURI	never

MultiClusterObservability
observability.open-cluster-management.io	
 spec.advanced.compact	podSpec
 spec.advanced.query	podSpec
 spec.advanced.queryFrontend	podSpec
 spec.advanced.receive	podSpec
 spec.advanced.rule	podSpec
 spec.advanced.store	podSpec

MutatingAdmissionPolicy
admissionregistration.k8s.io	
 spec.matchConditions[*].expression	text
 spec.mutations[*].applyConfiguration.expression	text
 spec.mutations[*].jsonPatch.expression	text
 spec.variables[*].expression	text

MutatingWebhookConfiguration
admissionregistration.k8s.io	
 webhooks[*].matchConditions[*].expression	text

MySQL
kubedb.com	
 spec.podTemplate.spec	podSpec
 spec.topology.innoDBCluster.router.podTemplate.spec	podSpec

MySQLCluster
moco.cybozu.com	
 spec.podTemplate.spec	podSpec
 spec.restore.jobConfig.volumes[*]	volume

MySQLVersion
catalog.kubedb.com	
 spec.*.image	reference
 spec.archiver.walg.image	reference
 spec.migrator.*.image	reference

MysqlCluster
mysql.presslabs.org	
 spec.image	reference
 spec.podSpec	podSpec

""",
"N": """

NIMBuild
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}

NIMCache
apps.nvidia.com	
 spec.source.dataStore.modelPuller	reference
 spec.source.hf.modelPuller	reference
 spec.source.ngc.modelPuller	reference

NIMPipeline
apps.nvidia.com	
 spec.services[*].spec.image	{repository=repository,tag=tag}

NIMService
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}

NVIDIADriver
nvidia.com	
 spec	{repository=repository,name=image,tag=version}
 spec.gdrcopy	{repository=repository,name=image,tag=version}
 spec.gds	{repository=repository,name=image,tag=version}
 spec.manager	{repository=repository,name=image,tag=version}

NameService
rocketmq.apache.org	
 spec.nameServiceImage	reference

Namespace
	

NamespacedImageValidatingPolicy
policies.kyverno.io	
 spec.attestors	never
 spec.images	never
 spec.matchImageReferences	never

NatsCluster
nats.io	
 spec	{repository=serverImage,tag=version}
 spec.pod	{repository=bootconfigImage,tag=bootconfigImageTag}
 spec.pod	{repository=metricsImage,tag=metricsImageTag}
 spec.pod	{repository=reloaderImage,tag=reloaderImageTag}
 spec.template.spec	podSpec

NemoCustomizer
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}
 spec.modelDownloadJobs.image	reference
 spec.nemoDatastoreTools.image	reference
 spec.trainingConfig.image	{repository=repository,tag=tag}

NemoDatastore
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}

NemoEntitystore
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}

NemoEvaluator
apps.nvidia.com	
 spec.evaluationImages.*	reference
 spec.image	{repository=repository,tag=tag}

NemoGuardrail
apps.nvidia.com	
 spec.image	{repository=repository,tag=tag}

NginxProxy
gateway.nginx.org	
 spec.kubernetes.daemonSet.container.image	{repository=repository,tag=tag}
 spec.kubernetes.daemonSet.pod.volumes[*]	volume
 spec.kubernetes.deployment.container.image	{repository=repository,tag=tag}
 spec.kubernetes.deployment.pod.volumes[*]	volume

NicClusterPolicy
mellanox.com	
 spec.docaTelemetryService	{repository=repository,name=image,tag=version}
 spec.ibKubernetes	{repository=repository,name=image,tag=version}
 spec.nicFeatureDiscovery	{repository=repository,name=image,tag=version}
 spec.nvIpam	{repository=repository,name=image,tag=version}
 spec.ofedDriver	{repository=repository,name=image,tag=version}
 spec.rdmaSharedDevicePlugin	{repository=repository,name=image,tag=version}
 spec.secondaryNetwork.cniPlugins	{repository=repository,name=image,tag=version}
 spec.secondaryNetwork.ipoib	{repository=repository,name=image,tag=version}
 spec.secondaryNetwork.multus	{repository=repository,name=image,tag=version}
 spec.sriovDevicePlugin	{repository=repository,name=image,tag=version}

NicNodePolicy
mellanox.com	
 spec.ofedDriver	{repository=repository,name=image,tag=version}
 spec.rdmaSharedDevicePlugin	{repository=repository,name=image,tag=version}
 spec.sriovDevicePlugin	{repository=repository,name=image,tag=version}

NifiCluster
nifi.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

NodeAgent
logging.banzaicloud.io	
 spec.nodeAgentFluentbit.daemonSet.spec.template.spec	podSpec

NodeFeatureDiscovery
nfd.kubernetes.io	
 spec.operand.image	reference

NodeImage
apps.kruise.io	
 spec.images	never

NodePool
cluster.redpanda.com	
 spec.image	{repository=repository,tag=tag}
 spec.initContainerImage	{repository=repository,tag=tag}
 spec.podTemplate.spec	podSpec
 spec.sidecarImage	{repository=repository,tag=tag}
compute.coreweave.com	
 spec.image	never
hypershift.openshift.io	
 spec.controlPlaneRelease.image	reference
 spec.imageContentSources	never
 spec.release.image	reference

NodeUpgradeJob
operations.kubeedge.io	
 spec.image	repository

Notebook
kubeflow.org	
 spec.template.spec	podSpec

NotebookInstance
notebooks.cnrm.cloud.google.com	
 spec.containerImage	never
 spec.upgradeHistory[*].containerImage	never
 spec.upgradeHistory[*].targetImage	never
 spec.upgradeHistory[*].vmImage	never
 spec.vmImage.imageFamily	never
 spec.vmImage.imageName	never

NotebooksEnvironment
notebooks.cnrm.cloud.google.com	
 spec.containerImage	never
 spec.vmImage.imageFamily	never
 spec.vmImage.imageName	never

NuclioFunction
nuclio.io	
 spec.build.registry	never
 spec.image	reference
 spec.initContainers[*]	container
 spec.sidecars[*]	container

NutanixMachineConfig
anywhere.eks.amazonaws.com	
 spec.image	never

""",
"O": """

OAPServer
operator.skywalking.apache.org	
 spec.image	reference

OCIRepository
source.toolkit.fluxcd.io	
 spec	{repository=url,tag=ref.tag,digest=ref.digest}

Object
kubernetes.crossplane.io	
 spec.forProvider.manifest	object
kubernetes.m.crossplane.io	
 spec.forProvider.manifest	object

ObjectTemplate
templates.kluctl.io	
 spec.templates[*].object	object

Observatorium
core.observatorium.io	
 spec.api.image	reference
 spec.loki.image	reference
 spec.thanos.image	reference
 spec.thanos.queryFrontend.cache.exporterImage	reference
 spec.thanos.queryFrontend.cache.image	reference
 spec.thanos.receiveController.image	reference
 spec.thanos.rule.reloaderImage	reference
 spec.thanos.store.cache.exporterImage	reference
 spec.thanos.store.cache.image	reference

OpAMPBridge
opentelemetry.io	
 spec.image	reference
 spec.volumes[*]	volume

OpaCluster
opa.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

OpenLibertyApplication
apps.openliberty.io	
 spec.applicationImage	reference
 spec.initContainers[*]	container
 spec.sidecarContainers[*]	container
 spec.volumes[*]	volume

OpenSearchCluster
opensearch.opster.io	
 spec.dashboards.image	reference
 spec.general.defaultRepo	registry
 spec.general.image	reference
 spec.initHelper.image	reference
 spec.nodePools[*].operatorSidecar.image	reference
opensearch.org	
 spec.dashboards.image	reference
 spec.general.defaultRepo	registry
 spec.general.image	reference
 spec.initHelper.image	reference
 spec.nodePools[*].operatorSidecar.image	reference

OpenStackCluster
infrastructure.cluster.x-k8s.io	
 spec.bastion.spec.image.imageRef	never

OpenStackClusterTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.bastion.spec.image.imageRef	never

OpenStackMachine
infrastructure.cluster.x-k8s.io	
 spec.image.imageRef	never

OpenStackMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.image.imageRef	never

OpenStackServer
infrastructure.cluster.x-k8s.io	
 spec.image.imageRef	never

OpenTelemetryCollector
opentelemetry.io	
 spec.additionalContainers[*]	container
 spec.image	reference
 spec.initContainers[*]	container
 spec.targetAllocator.image	reference
 spec.volumes[*]	volume

OperatorConfig
csi.ceph.io	
 spec.driverSpecDefaults.controllerPlugin.volumes[*].volume	volume
 spec.driverSpecDefaults.imageSet	never
 spec.driverSpecDefaults.nodePlugin.volumes[*].volume	volume

OperatorConfiguration
acid.zalan.do	
 configuration.connection_pooler.connection_pooler_image	reference
 configuration.docker_image	reference
 configuration.logical_backup.logical_backup_docker_image	reference
 configuration.scalyr.scalyr_image	reference
 configuration.sidecar_docker_images.*	reference
 configuration.sidecars[*]	container

OpsDefinition
apps.kubeblocks.io	
 spec.actions[*].workload.podSpec	podSpec
operations.kubeblocks.io	
 spec.actions[*].workload.podSpec	podSpec

OptimizationJob
trainer.kubeflow.org	
 spec.trainJobTemplate.spec.runtimePatches[*].trainingRuntimeSpec.template.spec.replicatedJobs[*].template.spec.template.spec.volumes[*]	volume
 spec.trainJobTemplate.spec.trainer.image	reference

OracleRestDataService
database.oracle.com	
 spec.image.pullFrom	reference

OscCluster
infrastructure.cluster.x-k8s.io	
 spec.network.bastion.imageAccountId	never
 spec.network.bastion.imageName	never
 spec.network.image	never

OscMachine
infrastructure.cluster.x-k8s.io	
 spec.node.image	never

OscMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.node.image	never

""",
"P": """

PD
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

PDGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

PGAdmin
postgres-operator.crunchydata.com	
 spec.image	reference
 spec.instrumentation.image	reference
 spec.volumes.additional[*]	volume
upstream.pgv2.percona.com	
 spec.image	reference

PGUpgrade
postgres-operator.crunchydata.com	
 spec.image	reference
upstream.pgv2.percona.com	
 spec.image	reference
 spec.initContainers[*]	container
 spec.toPostgresImage	reference

Package
data.packaging.carvel.dev	
 spec.template.spec.fetch[*].image.url	reference
 spec.template.spec.fetch[*].imgpkgBundle.image	reference
 spec.template.spec.fetch[*].inline.paths.*	text
 spec.template.spec.template[*].ytt.inline.paths.*	text

PackageBundle
packages.eks.amazonaws.com	
 spec.packages[*].source.registry	never
 spec.packages[*].source.repository	never
 spec.packages[*].source.versions[*].images[*].repository	never

PackageBundleController
packages.eks.amazonaws.com	
 spec.defaultImageRegistry	registry
 spec.privateRegistry	registry

PackageRegistry
packageregistry.k8s.elastic.co	
 spec.image	reference
 spec.podTemplate.spec	podSpec

PackageRepository
packaging.carvel.dev	
 spec.fetch.image.url	reference
 spec.fetch.imgpkgBundle.image	reference

PaddleJob
kubeflow.org	
 spec.paddleReplicaSpecs.*.template.spec	podSpec

ParametersDefinition
parameters.kubeblocks.io	
 spec.reloadAction.shellTrigger.toolsSetup.toolConfigs[*].image	reference
 spec.reloadAction.shellTrigger.toolsSetup.toolConfigs[*].imageMappings[*].image	reference

PerconaPGCluster
pg.percona.com	
 spec.backups.pgbackrest.image	reference
 spec.image	reference
 spec.instances[*].sidecars[*]	container
 spec.pmm.image	reference
 spec.proxy.pgBouncer.image	reference
 spec.proxy.pgBouncer.sidecars[*]	container
pgv2.percona.com	
 spec.backups.pgbackrest.image	reference
 spec.backups.pgbackrest.initContainer.image	reference
 spec.image	reference
 spec.initContainer.image	reference
 spec.instances[*].initContainer.image	reference
 spec.instances[*].sidecars[*]	container
 spec.pmm.image	reference
 spec.proxy.pgBouncer.image	reference
 spec.proxy.pgBouncer.sidecars[*]	container

PerconaPGUpgrade
pgv2.percona.com	
 spec.image	reference
 spec.initContainers[*]	container
 spec.toPgBackRestImage	reference
 spec.toPgBouncerImage	reference
 spec.toPostgresImage	reference

PerconaServerMongoDB
psmdb.percona.com	
 spec.backup.image	reference
 spec.image	reference
 spec.initImage	reference
 spec.logcollector.image	reference
 spec.pmm.image	reference
 spec.replsets[*].arbiter.sidecarVolumes[*]	volume
 spec.replsets[*].arbiter.sidecars[*]	container
 spec.replsets[*].hidden.sidecarVolumes[*]	volume
 spec.replsets[*].hidden.sidecars[*]	container
 spec.replsets[*].nonvoting.sidecarVolumes[*]	volume
 spec.replsets[*].nonvoting.sidecars[*]	container
 spec.replsets[*].sidecarVolumes[*]	volume
 spec.replsets[*].sidecars[*]	container
 spec.sharding.configsvrReplSet.arbiter.sidecarVolumes[*]	volume
 spec.sharding.configsvrReplSet.arbiter.sidecars[*]	container
 spec.sharding.configsvrReplSet.hidden.sidecarVolumes[*]	volume
 spec.sharding.configsvrReplSet.hidden.sidecars[*]	container
 spec.sharding.configsvrReplSet.nonvoting.sidecarVolumes[*]	volume
 spec.sharding.configsvrReplSet.nonvoting.sidecars[*]	container
 spec.sharding.configsvrReplSet.sidecarVolumes[*]	volume
 spec.sharding.configsvrReplSet.sidecars[*]	container
 spec.sharding.mongos.sidecarVolumes[*]	volume
 spec.sharding.mongos.sidecars[*]	container

PerconaServerMySQL
ps.percona.com	
 spec.backup.image	reference
 spec.backup.initImage	reference
 spec.initImage	reference
 spec.mysql.image	reference
 spec.mysql.initImage	reference
 spec.mysql.sidecars[*]	container
 spec.orchestrator.image	reference
 spec.orchestrator.initImage	reference
 spec.pmm.image	reference
 spec.proxy.haproxy.image	reference
 spec.proxy.haproxy.initImage	reference
 spec.proxy.router.image	reference
 spec.proxy.router.initImage	reference
 spec.toolkit.image	reference

PerconaServerMySQLRestore
ps.percona.com	
 spec.backupSource.image	reference

PerconaXtraDB
kubedb.com	
 spec.podTemplate.spec	podSpec

PerconaXtraDBCluster
pxc.percona.com	
 spec.backup.image	reference
 spec.haproxy.image	reference
 spec.haproxy.sidecarVolumes[*]	volume
 spec.haproxy.sidecars[*]	container
 spec.initContainer.image	reference
 spec.initImage	reference
 spec.logcollector.image	reference
 spec.pmm.image	reference
 spec.proxysql.image	reference
 spec.proxysql.sidecarVolumes[*]	volume
 spec.proxysql.sidecars[*]	container
 spec.pxc.image	reference
 spec.pxc.sidecarVolumes[*]	volume
 spec.pxc.sidecars[*]	container

PerconaXtraDBClusterRestore
pxc.percona.com	
 spec.backupSource.image	reference
 spec.pitr.backupSource.image	reference

PerconaXtraDBVersion
catalog.kubedb.com	
 spec.*.image	reference

Perses
perses.dev	
 spec.image	reference

PgBouncer
kubedb.com	
 spec.podTemplate.spec	podSpec

PgBouncerVersion
catalog.kubedb.com	
 spec.*.image	reference

PgpoolVersion
catalog.kubedb.com	
 spec.*.image	reference

Pipe
camel.apache.org	
 spec.integration.template.spec	podSpec
 spec.integration.traits.builder.baseImage	reference
 spec.integration.traits.container	container
 spec.integration.traits.quarkus.nativeBaseImage	reference
 spec.integration.traits.quarkus.nativeBuilderImage	reference
 spec.traits.builder.baseImage	reference
 spec.traits.container	container
 spec.traits.quarkus.nativeBaseImage	reference
 spec.traits.quarkus.nativeBuilderImage	reference

Pipeline
cluster.redpanda.com	
 spec.extraInitContainers[*]	container
 spec.extraVolumes[*]	volume
 spec.image	reference
tekton.dev	
 spec.finally[*].params[*].value	text
 spec.finally[*].taskRef.bundle	reference
 spec.finally[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.finally[*].taskSpec.sidecars[*]	container
 spec.finally[*].taskSpec.stepTemplate	container
 spec.finally[*].taskSpec.steps[*]	container
 spec.finally[*].taskSpec.volumes[*]	volume
 spec.params[*].default	text
 spec.tasks[*].params[*].value	text
 spec.tasks[*].pipelineSpec.finally[*].taskRef.bundle	reference
 spec.tasks[*].pipelineSpec.finally[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.tasks[*].pipelineSpec.finally[*].taskSpec.sidecars[*]	container
 spec.tasks[*].pipelineSpec.finally[*].taskSpec.stepTemplate	container
 spec.tasks[*].pipelineSpec.finally[*].taskSpec.steps[*]	container
 spec.tasks[*].pipelineSpec.finally[*].taskSpec.volumes[*]	volume
 spec.tasks[*].pipelineSpec.tasks[*].taskRef.bundle	reference
 spec.tasks[*].pipelineSpec.tasks[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.tasks[*].pipelineSpec.tasks[*].taskSpec.sidecars[*]	container
 spec.tasks[*].pipelineSpec.tasks[*].taskSpec.stepTemplate	container
 spec.tasks[*].pipelineSpec.tasks[*].taskSpec.steps[*]	container
 spec.tasks[*].pipelineSpec.tasks[*].taskSpec.volumes[*]	volume
 spec.tasks[*].taskRef.bundle	reference
 spec.tasks[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.tasks[*].taskSpec.sidecars[*]	container
 spec.tasks[*].taskSpec.stepTemplate	container
 spec.tasks[*].taskSpec.steps[*]	container
 spec.tasks[*].taskSpec.volumes[*]	volume

PipelineRun
tekton.dev	
 spec.params[*].value	text
 spec.pipelineRef.bundle	reference
 spec.pipelineRef.params[*]	{reference=value,where.name=bundle}
 spec.pipelineSpec.finally[*].params[*].value	text
 spec.pipelineSpec.finally[*].taskRef.bundle	reference
 spec.pipelineSpec.finally[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.pipelineSpec.finally[*].taskSpec.sidecars[*]	container
 spec.pipelineSpec.finally[*].taskSpec.stepTemplate	container
 spec.pipelineSpec.finally[*].taskSpec.steps[*]	container
 spec.pipelineSpec.finally[*].taskSpec.volumes[*]	volume
 spec.pipelineSpec.params[*].default	text
 spec.pipelineSpec.tasks[*].params[*].value	text
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskRef.bundle	reference
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskSpec.sidecars[*]	container
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskSpec.stepTemplate	container
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskSpec.steps[*]	container
 spec.pipelineSpec.tasks[*].pipelineSpec.finally[*].taskSpec.volumes[*]	volume
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskRef.bundle	reference
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskSpec.sidecars[*]	container
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskSpec.stepTemplate	container
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskSpec.steps[*]	container
 spec.pipelineSpec.tasks[*].pipelineSpec.tasks[*].taskSpec.volumes[*]	volume
 spec.pipelineSpec.tasks[*].taskRef.bundle	reference
 spec.pipelineSpec.tasks[*].taskRef.params[*]	{reference=value,where.name=bundle}
 spec.pipelineSpec.tasks[*].taskSpec.sidecars[*]	container
 spec.pipelineSpec.tasks[*].taskSpec.stepTemplate	container
 spec.pipelineSpec.tasks[*].taskSpec.steps[*]	container
 spec.pipelineSpec.tasks[*].taskSpec.volumes[*]	volume

Plan
upgrade.cattle.io	
 spec.prepare	container
 spec.upgrade	container

Pod
	
 spec	podSpec

PodConfig
k8up.io	
 spec.template.spec	podSpec

PodDefault
kubeflow.org	
 spec.initContainers[*]	container
 spec.sidecars[*]	container
 spec.volumes[*]	volume

PodTemplate
	
 template.spec	podSpec

Policy
kyverno.io	
 spec.rules[*].context[*].imageRegistry	never
 spec.rules[*].generate.data.spec.template.spec	podSpec
 spec.rules[*].mutate.foreach	never
 spec.rules[*].mutate.patchStrategicMerge.spec	podSpec
 spec.rules[*].mutate.patchStrategicMerge.spec.template.spec	podSpec
 spec.rules[*].validate	never
 spec.rules[*].verifyImages	never

PolicyException
kyverno.io	
 spec.podSecurity[*].images	never
policies.kyverno.io	
 spec.images	never

PolicyServer
policies.kubewarden.io	
 spec.image	reference

Pooler
postgresql.cnpg.io	
 spec.pgbouncer.image	reference
 spec.template.spec	podSpec

Postgres
kubedb.com	
 spec.podTemplate.spec	podSpec

PostgresCluster
pg.percona.com	
 spec.backups.pgbackrest.image	reference
 spec.image	reference
 spec.instances[*].containers[*]	container
 spec.monitoring.pgmonitor.exporter.image	reference
 spec.proxy.pgBouncer.containers[*]	container
 spec.proxy.pgBouncer.image	reference
 spec.userInterface.pgAdmin.image	reference
postgres-operator.crunchydata.com	
 spec.backups.pgbackrest.image	reference
 spec.backups.pgbackrest.jobs.volumes.additional[*]	volume
 spec.backups.pgbackrest.repoHost.volumes.additional[*]	volume
 spec.backups.pgbackrest.restore.volumes.additional[*]	volume
 spec.dataSource.pgbackrest.volumes.additional[*]	volume
 spec.dataSource.postgresCluster.volumes.additional[*]	volume
 spec.image	reference
 spec.instances[*].containers[*]	container
 spec.instances[*].volumes.additional[*]	volume
 spec.instrumentation.image	reference
 spec.monitoring.pgmonitor.exporter.image	reference
 spec.proxy.pgBouncer.containers[*]	container
 spec.proxy.pgBouncer.image	reference
 spec.proxy.pgBouncer.volumes.additional[*]	volume
 spec.userInterface.pgAdmin.image	reference
upstream.pgv2.percona.com	
 spec.backups.pgbackrest.image	reference
 spec.backups.pgbackrest.initContainer.image	reference
 spec.backups.pgbackrest.repoHost.sidecarVolumes[*]	volume
 spec.backups.pgbackrest.repoHost.sidecars[*]	container
 spec.image	reference
 spec.initContainer.image	reference
 spec.instances[*]	podSpec
 spec.instances[*].initContainer.image	reference
 spec.instances[*].sidecarVolumes[*]	volume
 spec.monitoring.pgmonitor.exporter.image	reference
 spec.proxy.pgBouncer	podSpec
 spec.proxy.pgBouncer.image	reference
 spec.proxy.pgBouncer.sidecarVolumes[*]	volume
 spec.userInterface.pgAdmin.image	reference

PostgresVersion
catalog.kubedb.com	
 spec.*.image	reference
 spec.archiver.walg.image	reference
 spec.migrator.*.image	reference

PowerMonitorInternal
kepler.system.sustainable.computing.io	
 spec.kepler.deployment.image	reference
 spec.kepler.deployment.kubeRbacProxyImage	reference

PravegaCluster
pravega.pravega.io	
 spec.bookkeeper.image.imageSpec.repository	repository
 spec.pravega.authImplementations.authHandlers[*].image	reference
 spec.pravega.controllerInitContainers[*]	container
 spec.pravega.image.imageSpec.repository	repository
 spec.pravega.image.repository	repository
 spec.pravega.segmentStoreContainers[*]	container
 spec.pravega.segmentStoreInitContainers[*]	container

PreBackupPod
k8up.io	
 spec.pod.spec	podSpec

PrivateLoadZone
k6.io	
 spec.image	reference
 spec.podTemplate.spec	podSpec

ProcessingJob
sagemaker.services.k8s.aws	
 spec.appSpecification.imageURI	never

Profile
config.projectsveltos.io	
 spec.helmCharts[*].repositoryName	never
 spec.helmCharts[*].values	text

ProfileBundle
compliance.openshift.io	
 spec.contentImage	reference

Prometheus
monitoring.coreos.com	
 spec	podSpec
 spec	{repository=baseImage,tag=tag,digest=sha}
 spec.image	reference
 spec.thanos	{repository=baseImage,tag=tag,digest=sha}
 spec.thanos.image	reference

PrometheusAgent
monitoring.coreos.com	
 spec	podSpec
 spec.image	reference

Provider
pkg.crossplane.io	
 spec.package	reference

ProviderRevision
pkg.crossplane.io	
 spec.image	reference

ProxyClass
tailscale.com	
 spec.statefulSet.pod.tailscaleContainer.image	reference
 spec.statefulSet.pod.tailscaleInitContainer.image	reference

ProxyConfig
networking.istio.io	
 spec.image.imageType	never

ProxySQL
kubedb.com	
 spec.podTemplate.spec	podSpec

ProxySQLVersion
catalog.kubedb.com	
 spec.*.image	reference

PullThroughCacheRule
ecr.aws.m.upbound.io	
 spec.forProvider.ecrRepositoryPrefix	never
 spec.forProvider.upstreamRegistryUrl	never
 spec.forProvider.upstreamRepositoryPrefix	never
 spec.initProvider.ecrRepositoryPrefix	never
 spec.initProvider.upstreamRegistryUrl	never
 spec.initProvider.upstreamRepositoryPrefix	never
ecr.aws.upbound.io	
 spec.forProvider.ecrRepositoryPrefix	never
 spec.forProvider.upstreamRegistryUrl	never
 spec.forProvider.upstreamRepositoryPrefix	never
 spec.initProvider.ecrRepositoryPrefix	never
 spec.initProvider.upstreamRegistryUrl	never
 spec.initProvider.upstreamRepositoryPrefix	never
ecr.services.k8s.aws	
 spec.ecrRepositoryPrefix	never
 spec.registryID	never
 spec.upstreamRegistryURL	never

Pulp
repo-manager.pulpproject.org	
 spec	{repository=image,tag=image_version}
 spec	{repository=image_web,tag=image_web_version}
 spec	{repository=telemetry.otel_collector_image,tag=telemetry.otel_collector_image_version}
 spec.admin_password_job.container.image	reference
 spec.api.init_container.image	reference
 spec.cache.redis_image	reference
 spec.content.init_container.image	reference
 spec.database.postgres_image	reference
 spec.migration_job.container.image	reference
 spec.signing_job.container.image	reference
 spec.worker.init_container.image	reference

PyTorchJob
kubeflow.org	
 spec.pytorchReplicaSpecs.*.template.spec	podSpec

""",
"Q": """

QatDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

""",
"R": """

RabbitMQVersion
catalog.kubedb.com	
 spec.*.image	reference

RabbitmqCluster
rabbitmq.com	
 spec.image	reference
 spec.override.statefulSet.spec.template.spec	podSpec
 spec.secretBackend.vault.defaultUserUpdaterImage	reference

RayCluster
ray.io	
 spec.autoscalerOptions.image	reference
 spec.headGroupSpec.template.spec	podSpec
 spec.historyServerOptions.collectorOptions.image	reference
 spec.workerGroupSpecs[*].template.spec	podSpec

RayCronJob
ray.io	
 spec.jobTemplate.rayClusterSpec.autoscalerOptions.image	reference
 spec.jobTemplate.rayClusterSpec.headGroupSpec.template.spec	podSpec
 spec.jobTemplate.rayClusterSpec.historyServerOptions.collectorOptions.image	reference
 spec.jobTemplate.rayClusterSpec.workerGroupSpecs[*].template.spec	podSpec
 spec.jobTemplate.submitterPodTemplate.spec	podSpec

RayJob
ray.io	
 spec.rayClusterSpec.autoscalerOptions.image	reference
 spec.rayClusterSpec.headGroupSpec.template.spec	podSpec
 spec.rayClusterSpec.historyServerOptions.collectorOptions.image	reference
 spec.rayClusterSpec.workerGroupSpecs[*].template.spec	podSpec
 spec.submitterPodTemplate.spec	podSpec

RayService
ray.io	
 spec.rayClusterConfig.autoscalerOptions.image	reference
 spec.rayClusterConfig.headGroupSpec.template.spec	podSpec
 spec.rayClusterConfig.historyServerOptions.collectorOptions.image	reference
 spec.rayClusterConfig.workerGroupSpecs[*].template.spec	podSpec

Reaper
reaper.k8ssandra.io	
 spec.containerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.initContainerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.telemetry.vector.image	reference

Recorder
tailscale.com	
 spec.statefulSet.pod.container.image	reference

Redis
kubedb.com	
 spec.podTemplate.spec	podSpec
redis.opstreelabs.in	
 spec.global.image	reference
 spec.imageName	reference
 spec.redisExporter.image	reference
 spec.redisExporterImage	reference
redis.redis.opstreelabs.in	
 spec.initContainer.image	reference
 spec.kubernetesConfig.image	reference
 spec.redisExporter.image	reference
 spec.sidecars[*]	container

RedisCluster
redis.redis.opstreelabs.in	
 spec.initContainer.image	reference
 spec.kubernetesConfig.image	reference
 spec.redisExporter.image	reference
 spec.sidecars[*]	container

RedisEnterpriseCluster
app.redislabs.com	
 spec.bootstrapperImageSpec	{digest=digestHash,repository=repository,tag=versionTag}
 spec.redisEnterpriseAdditionalPodSpecAttributes.ephemeralContainers[*]	container
 spec.redisEnterpriseAdditionalPodSpecAttributes.initContainers[*]	container
 spec.redisEnterpriseImageSpec	{digest=digestHash,repository=repository,tag=versionTag}
 spec.redisEnterpriseServicesRiggerImageSpec	{digest=digestHash,repository=repository,tag=versionTag}
 spec.servicesRiggerSpec.servicesRiggerAdditionalPodSpecAttributes.ephemeralContainers[*]	container
 spec.servicesRiggerSpec.servicesRiggerAdditionalPodSpecAttributes.initContainers[*]	container
 spec.sideContainersSpec[*]	container
 spec.usageMeter.callHomeClient.imageSpec	{digest=digestHash,repository=repository,tag=versionTag}

RedisFailover
databases.spotahome.com	
 spec.redis.exporter.image	reference
 spec.redis.extraContainers[*]	container
 spec.redis.image	reference
 spec.redis.initContainers[*]	container
 spec.sentinel.exporter.image	reference
 spec.sentinel.extraContainers[*]	container
 spec.sentinel.image	reference
 spec.sentinel.initContainers[*]	container

RedisReplication
redis.redis.opstreelabs.in	
 spec.initContainer.image	reference
 spec.kubernetesConfig.image	reference
 spec.redisExporter.image	reference
 spec.sidecars[*]	container

RedisSentinel
redis.redis.opstreelabs.in	
 spec.initContainer.image	reference
 spec.kubernetesConfig.image	reference
 spec.redisExporter.image	reference
 spec.sidecars[*]	container

RedisVersion
catalog.kubedb.com	
 spec.*.image	reference

Redpanda
cluster.redpanda.com	
 spec.clusterSpec.connectors.image	{repository=repository,tag=tag}
 spec.clusterSpec.console.extraContainers[*]	container
 spec.clusterSpec.console.extraVolumes[*]	volume
 spec.clusterSpec.console.initContainers[*]	container
 spec.clusterSpec.image	{repository=repository,tag=tag}
 spec.clusterSpec.post_install_job.podTemplate.spec	podSpec
 spec.clusterSpec.post_upgrade_job.podTemplate.spec	podSpec
 spec.clusterSpec.statefulset.initContainerImage	{repository=repository,tag=tag}
 spec.clusterSpec.statefulset.podTemplate.spec	podSpec
 spec.clusterSpec.statefulset.sideCars.controllers.image	{repository=repository,tag=tag}
 spec.clusterSpec.statefulset.sideCars.image	{repository=repository,tag=tag}

RedpandaBrokerPool
cluster.redpanda.com	
 spec.image	{repository=repository,tag=tag}
 spec.initContainerImage	{repository=repository,tag=tag}
 spec.podTemplate.spec	podSpec
 spec.sidecarImage	{repository=repository,tag=tag}

Release
helm.crossplane.io	
 spec.forProvider.chart.repository	oci
 spec.forProvider.chart.url	oci
 spec.forProvider.values	values
helm.m.crossplane.io	
 spec.forProvider.chart.repository	oci
 spec.forProvider.chart.url	oci
 spec.forProvider.values	values

RenovateJob
renovate-operator.mogenius.com	
 spec.extraVolumes[*]	volume
 spec.image	reference

Replica
longhorn.io	
 spec.backingImage	never
 spec.engineImage	reference
 spec.image	reference

ReplicaSet
apps	
 spec.template.spec	podSpec
extensions	
 spec.template.spec	podSpec

ReplicationController
	
 spec.template.spec	podSpec

ReplicationDestination
volsync.backube	
 spec.restic.repository	never

ReplicationSource
volsync.backube	
 spec.restic.repository	never

Repository
ecr.services.k8s.aws	
 spec.imageTagMutability	never
 spec.registryID	never

ResourceDistribution
apps.kruise.io	
 spec.resource	object

ResourceSet
fluxcd.controlplane.io	
 spec.resourcesTemplate	text
 spec.resources[*]	object

Restore
br.pingcap.com	
 spec.additionalVolumes[*]	volume
 spec.local.volume	volume
 spec.pitrFullBackupStorageProvider.local.volume	volume
 spec.toolImage	reference
cluster.open-cluster-management.io	
 spec.hooks.resources[*].postHooks[*].init.initContainers[*]	container
pingcap.com	
 spec.toolImage	reference
 spec.warmupImage	reference
velero.io	
 spec.hooks.resources[*].postHooks[*].init.initContainers[*]	container

Revision
serving.knative.dev	
 spec	podSpec

Rollout
argoproj.io	
 spec.template.spec	podSpec

RunJob
run.cnrm.cloud.google.com	
 spec.template.template	never

RunService
run.cnrm.cloud.google.com	
 spec.template	never

Runner
actions.summerwind.dev	
 spec	podSpec
 spec.dockerRegistryMirror	never
 spec.image	reference
 spec.repository	never
 spec.sidecarContainers[*]	container
apps.gitlab.com	
 spec.buildImage	reference
 spec.helperImage	reference
 spec.runnerImage	reference

RunnerDeployment
actions.summerwind.dev	
 spec.template.spec	podSpec
 spec.template.spec.dockerRegistryMirror	never
 spec.template.spec.image	reference
 spec.template.spec.repository	never
 spec.template.spec.sidecarContainers[*]	container

RunnerReplicaSet
actions.summerwind.dev	
 spec.template.spec	podSpec
 spec.template.spec.dockerRegistryMirror	never
 spec.template.spec.image	reference
 spec.template.spec.repository	never
 spec.template.spec.sidecarContainers[*]	container

RunnerSet
actions.summerwind.dev	
 spec.dockerRegistryMirror	never
 spec.image	reference
 spec.repository	never
 spec.template.spec	podSpec

RuntimeComponent
rc.app.stacks	
 spec.applicationImage	reference
 spec.initContainers[*]	container
 spec.sidecarContainers[*]	container
 spec.volumes[*]	volume

RuntimeExtensionProvider
operator.cluster.x-k8s.io	
 spec.additionalDeployments.*.deployment.containers[*].imageUrl	reference
 spec.deployment.containers[*].imageUrl	reference

""",
"S": """

Sandbox
agents.x-k8s.io	
 spec.podTemplate.spec	podSpec

SandboxTemplate
extensions.agents.x-k8s.io	
 spec.podTemplate.spec	podSpec

Satellite
operator.skywalking.apache.org	
 spec.image	reference

SbomReport
aquasecurity.github.io	
 report	never

ScaledJob
keda.sh	
 spec.jobTargetRef.template.spec	podSpec

Schedule
chaos-mesh.org	
 spec.workflow.templates[*].task.container	container
 spec.workflow.templates[*].task.volumes[*]	volume

ScheduledSparkApplication
sparkoperator.k8s.io	
 spec.template.driver.image	reference
 spec.template.driver.initContainers[*]	container
 spec.template.driver.sidecars[*]	container
 spec.template.driver.template.spec	podSpec
 spec.template.executor.image	reference
 spec.template.executor.initContainers[*]	container
 spec.template.executor.sidecars[*]	container
 spec.template.executor.template.spec	podSpec
 spec.template.image	reference
 spec.template.volumes[*]	volume

Scheduler
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

SchedulerGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

SchemaRegistry
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

ScyllaCluster
scylla.scylladb.com	
 spec	{repository=agentRepository,tag=agentVersion}
 spec	{repository=repository,tag=version}

ScyllaDBCluster
scylla.scylladb.com	
 spec.scyllaDB.image	reference
 spec.scyllaDBManagerAgent.image	reference

ScyllaDBDatacenter
scylla.scylladb.com	
 spec.scyllaDB.image	reference
 spec.scyllaDBManagerAgent.image	reference

ScyllaOperatorConfig
scylla.scylladb.com	
 spec.scyllaUtilsImage	reference

SearchHeadCluster
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

Seaweed
seaweed.seaweedfs.com	
 spec.admin.initContainers[*]	container
 spec.admin.sidecars[*]	container
 spec.admin.volumes[*]	volume
 spec.backup.image	reference
 spec.filer.initContainers[*]	container
 spec.filer.sidecars[*]	container
 spec.filer.volumes[*]	volume
 spec.image	reference
 spec.master.initContainers[*]	container
 spec.master.sidecars[*]	container
 spec.master.volumes[*]	volume
 spec.s3.initContainers[*]	container
 spec.s3.sidecars[*]	container
 spec.s3.volumes[*]	volume
 spec.sftp.initContainers[*]	container
 spec.sftp.sidecars[*]	container
 spec.sftp.volumes[*]	volume
 spec.volume.initContainers[*]	container
 spec.volume.sidecars[*]	container
 spec.volume.volumes[*]	volume
 spec.volumeTopology.*.initContainers[*]	container
 spec.volumeTopology.*.sidecars[*]	container
 spec.volumeTopology.*.volumes[*]	volume
 spec.worker.initContainers[*]	container
 spec.worker.sidecars[*]	container
 spec.worker.volumes[*]	volume

SeaweedCSIDriver
seaweed.seaweedfs.com	
 spec.image	reference
 spec.mountService.image	reference

SecretStore
external-secrets.io	
 spec.provider.github.repository	never

SeldonConfig
mlops.seldon.io	
 spec.components[*].podSpec	podSpec

SeldonDeployment
machinelearning.seldon.io	
 spec.predictors[*].componentSpecs[*].spec	podSpec
 spec.predictors[*].explainer.containerSpec	container

SeldonRuntime
mlops.seldon.io	
 spec.overrides[*].podSpec	podSpec

Sensor
argoproj.io	
 spec.template.container	container
 spec.template.volumes[*]	volume
 spec.triggers[*].template.argoWorkflow.source.resource	object
 spec.triggers[*].template.k8s.source.resource	object

Server
mlops.seldon.io	
 spec.imageOverrides.agent	container
 spec.imageOverrides.rclone	container
 spec.podSpec	podSpec

ServerConfig
mlops.seldon.io	
 spec.podSpec	podSpec

Service
serving.knative.dev	
 spec.template.spec	podSpec

ServiceDiscovery
submariner.io	
 spec.imageOverrides.*	reference
 spec.repository	registry

ServingRuntime
serving.kserve.io	
 spec	podSpec
 spec.workerSpec	podSpec

SgxDevicePlugin
deviceplugin.intel.com	
 spec.image	reference
 spec.initImage	reference
 spec.nriImage	reference

ShardingDatabase
database.oracle.com	
 spec.dbImage	reference
 spec.gsmImage	reference

ShareManager
longhorn.io	
 spec.image	reference

SidecarSet
apps.kruise.io	
 spec	podSpec
 spec.containers[*].upgradeStrategy.hotUpgradeEmptyImage	reference
 spec.initContainers[*].upgradeStrategy.hotUpgradeEmptyImage	reference

SingleInstanceDatabase
database.oracle.com	
 spec.image.pullFrom	reference

SinglestoreVersion
catalog.kubedb.com	
 spec.*.image	reference

Sink
compute.functionmesh.io	
 spec.cleanupImage	reference
 spec.downloaderImage	reference
 spec.filebeatImage	reference
 spec.image	reference
 spec.pod.initContainers[*]	container
 spec.pod.sidecars[*]	container
 spec.pod.volumes[*]	volume

Snapshot
k8up.io	
 spec.repository	never

SolrCloud
solr.apache.org	
 spec.busyBoxImage	{repository=repository,tag=tag}
 spec.customSolrKubeOptions.podOptions.initContainers[*]	container
 spec.customSolrKubeOptions.podOptions.sidecarContainers[*]	container
 spec.solrImage	{repository=repository,tag=tag}
 spec.zookeeperRef.provided.image	{repository=repository,tag=tag}
solr.bloomberg.com	
 spec.busyBoxImage	{repository=repository,tag=tag}
 spec.customSolrKubeOptions.podOptions.initContainers[*]	container
 spec.customSolrKubeOptions.podOptions.sidecarContainers[*]	container
 spec.solrImage	{repository=repository,tag=tag}
 spec.zookeeperRef.provided.image	{repository=repository,tag=tag}
 spec.zookeeperRef.provided.zetcd.etcdSpec.image	{repository=repository,tag=tag}
 spec.zookeeperRef.provided.zetcd.zetcdSpec.image	{repository=repository,tag=tag}
 spec.zookeeperRef.provided.zookeeper.image	{repository=repository,tag=tag}

SolrPrometheusExporter
solr.apache.org	
 spec.busyBoxImage	{repository=repository,tag=tag}
 spec.customKubeOptions.podOptions.initContainers[*]	container
 spec.customKubeOptions.podOptions.sidecarContainers[*]	container
 spec.image	{repository=repository,tag=tag}
solr.bloomberg.com	
 spec.image	{repository=repository,tag=tag}

SolrVersion
catalog.kubedb.com	
 spec.*.image	reference

SonataFlow
sonataflow.org	
 spec.podTemplate	podSpec
 spec.podTemplate.container	container

Source
compute.functionmesh.io	
 spec.cleanupImage	reference
 spec.downloaderImage	reference
 spec.filebeatImage	reference
 spec.image	reference
 spec.pod.initContainers[*]	container
 spec.pod.sidecars[*]	container
 spec.pod.volumes[*]	volume

SparkApplication
sparkoperator.k8s.io	
 spec.driver.image	reference
 spec.driver.initContainers[*]	container
 spec.driver.sidecars[*]	container
 spec.driver.template.spec	podSpec
 spec.executor.image	reference
 spec.executor.initContainers[*]	container
 spec.executor.sidecars[*]	container
 spec.executor.template.spec	podSpec
 spec.image	reference
 spec.volumes[*]	volume

SparkConnect
sparkoperator.k8s.io	
 spec.executor.template.spec	podSpec
 spec.image	reference
 spec.server.template.spec	podSpec

SparkHistoryServer
spark.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

SpiceDBCluster
authzed.com	
 spec.baseImage	repository
 spec.config.image	reference

Stack
kpack.io	
 spec.buildImage.image	reference
 spec.runImage.image	reference
pulumi.com	
 spec.workspaceTemplate.spec.image	reference
 spec.workspaceTemplate.spec.podTemplate.spec	podSpec

Standalone
enterprise.splunk.com	
 spec.image	reference
 spec.volumes[*]	volume

StarRocksCluster
starrocks.com	
 spec.starRocksBeSpec.image	reference
 spec.starRocksBeSpec.initContainers[*]	container
 spec.starRocksBeSpec.sidecars[*]	container
 spec.starRocksCnSpec.image	reference
 spec.starRocksCnSpec.initContainers[*]	container
 spec.starRocksCnSpec.sidecars[*]	container
 spec.starRocksFeProxySpec.image	reference
 spec.starRocksFeSpec.image	reference
 spec.starRocksFeSpec.initContainers[*]	container
 spec.starRocksFeSpec.sidecars[*]	container

Stargate
stargate.k8ssandra.io	
 spec.containerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.racks[*].containerImage	{registry=registry,repository=repository,name=name,tag=tag}
 spec.racks[*].telemetry.vector.image	reference
 spec.telemetry.vector.image	reference

StatefulSet
apps	
 spec.template.spec	podSpec
apps.kruise.io	
 spec.template.spec	podSpec
extensions	
 spec.template.spec	podSpec

StepAction
tekton.dev	
 spec.image	reference
 spec.params[*].default	text

StorageCluster
core.libopenstorage.org	
 spec.autopilot.image	reference
 spec.customImageRegistry	registry
 spec.image	reference
 spec.pxrepo.image	reference
 spec.stork.image	reference
 spec.userInterface.image	reference

Store
kpack.io	
 spec.sources[*].image	reference

StretchCluster
cluster.redpanda.com	
 spec.image	{repository=repository,tag=tag}

StrimziPodSet
core.strimzi.io	
 spec.pods[*].spec	podSpec
kafka.strimzi.io	
 spec.pods[*].spec	podSpec

Submariner
submariner.io	
 spec.imageOverrides.*	reference
 spec.repository	registry

SubmarinerConfig
submarineraddon.open-cluster-management.io	
 spec.imagePullSpecs.lighthouseAgentImagePullSpec	reference
 spec.imagePullSpecs.lighthouseCoreDNSImagePullSpec	reference
 spec.imagePullSpecs.metricsProxyImagePullSpec	reference
 spec.imagePullSpecs.nettestImagePullSpec	reference
 spec.imagePullSpecs.submarinerGlobalnetImagePullSpec	reference
 spec.imagePullSpecs.submarinerImagePullSpec	reference
 spec.imagePullSpecs.submarinerNetworkPluginSyncerImagePullSpec	reference
 spec.imagePullSpecs.submarinerRouteAgentImagePullSpec	reference

Subscription
operators.coreos.com	
 spec.config.volumes[*]	volume

SupersetCluster
superset.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

SwAgent
operator.skywalking.apache.org	
 spec.javaSidecar.image	reference

SyslogNGConfig
logging.banzaicloud.io	
 spec.bufferVolumeMetricsImage	{repository=repository,tag=tag}
 spec.configCheckPod	podSpec
 spec.configReloadImage	{repository=repository,tag=tag}
 spec.metricsExporterImage	{repository=repository,tag=tag}
 spec.statefulSet.spec.template.spec	podSpec
 spec.syslogNGImage	{repository=repository,tag=tag}

""",
"T": """

TFJob
kubeflow.org	
 spec.tfReplicaSpecs.*.template.spec	podSpec

TSO
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TSOGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TalosUpgrade
tuppr.home-operations.com	
 spec.talosctl.image	{repository=repository,tag=tag}

TargetAllocator
opentelemetry.io	
 spec.additionalContainers[*]	container
 spec.image	reference
 spec.initContainers[*]	container
 spec.volumes[*]	volume

Task
tekton.dev	
 spec.params[*].default	text
 spec.sidecars[*]	container
 spec.stepTemplate	container
 spec.steps[*]	container
 spec.steps[*].params[*].value	text
 spec.volumes[*]	volume

TaskRun
tekton.dev	
 spec.params[*].value	text
 spec.taskRef.bundle	reference
 spec.taskRef.params[*]	{reference=value,where.name=bundle}
 spec.taskSpec.params[*].default	text
 spec.taskSpec.sidecars[*]	container
 spec.taskSpec.stepTemplate	container
 spec.taskSpec.steps[*]	container
 spec.taskSpec.volumes[*]	volume

Template
template.openshift.io	
 objects[*]	object
tinkerbell.org	
 spec.data	yaml

TempoStack
tempo.grafana.com	
 spec.images.*	reference

TemporalCluster
temporal.io	
 spec	{repository=image,tag=version}
 spec.admintools	{repository=image,tag=version}
 spec.admintools.overrides.deployment.spec.template.spec	podSpec
 spec.jobInitContainers[*]	container
 spec.services.frontend.initContainers[*]	container
 spec.services.frontend.overrides.deployment.spec.template.spec	podSpec
 spec.services.history.initContainers[*]	container
 spec.services.history.overrides.deployment.spec.template.spec	podSpec
 spec.services.internalFrontend.initContainers[*]	container
 spec.services.internalFrontend.overrides.deployment.spec.template.spec	podSpec
 spec.services.matching.initContainers[*]	container
 spec.services.matching.overrides.deployment.spec.template.spec	podSpec
 spec.services.overrides.deployment.spec.template.spec	podSpec
 spec.services.worker.initContainers[*]	container
 spec.services.worker.overrides.deployment.spec.template.spec	podSpec
 spec.ui	{repository=image,tag=version}
 spec.ui.overrides.deployment.spec.template.spec	podSpec

TemporalWorkerDeployment
temporal.io	
 spec.template.spec	podSpec

TemporalWorkerProcess
temporal.io	
 spec.builder.image	reference
 spec.image	reference

Tenant
minio.min.io	
 spec.additionalVolumes[*]	volume
 spec.image	reference
 spec.initContainers[*]	container
 spec.kes.image	reference
 spec.sideCars	podSpec

TenantControlPlane
kamaji.clastix.io	
 spec.addons.coreDNS	{registry=imageRepository,tag=imageTag}
 spec.addons.konnectivity.agent	{repository=image,tag=version}
 spec.addons.konnectivity.server	{repository=image,tag=version}
 spec.addons.kubeProxy	{registry=imageRepository,tag=imageTag}
 spec.controlPlane.deployment.additionalContainers[*]	container
 spec.controlPlane.deployment.additionalInitContainers[*]	container
 spec.controlPlane.deployment.additionalVolumes[*]	volume
 spec.controlPlane.deployment.registrySettings.registry	registry

TenantResource
capsule.clastix.io	
 spec.resources[*].rawItems[*]	object

Terraform
infra.contrib.fluxcd.io	
 spec.runnerPodTemplate.spec	podSpec
 spec.runnerPodTemplate.spec.image	reference
tf.galleybytes.com	
 spec.images.script.image	reference
 spec.images.setup.image	reference
 spec.images.terraform.image	reference

Test
tests.testkube.io	
 spec.executionRequest	container

TestExecution
tests.testkube.io	
 spec.executionRequest	container

TestRun
k6.io	
 spec.initializer.image	reference
 spec.initializer.initContainers[*]	container
 spec.initializer.volumes[*]	volume
 spec.runner.image	reference
 spec.runner.initContainers[*]	container
 spec.runner.volumes[*]	volume
 spec.starter.image	reference
 spec.starter.initContainers[*]	container
 spec.starter.volumes[*]	volume

TestWorkflow
testworkflows.testkube.io	
 spec.after[*].container.image	reference
 spec.after[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].parallel.container.image	reference
 spec.after[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.after[*].parallel.run.image	reference
 spec.after[*].parallel.services.*.image	reference
 spec.after[*].run.image	reference
 spec.after[*].services.*.image	reference
 spec.after[*].services.*.pod.volumes[*]	volume
 spec.after[*].setup[*].container.image	reference
 spec.after[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].setup[*].parallel.container.image	reference
 spec.after[*].setup[*].parallel.run.image	reference
 spec.after[*].setup[*].parallel.services.*.image	reference
 spec.after[*].setup[*].run.image	reference
 spec.after[*].setup[*].services.*.image	reference
 spec.after[*].steps[*].container.image	reference
 spec.after[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].steps[*].parallel.container.image	reference
 spec.after[*].steps[*].parallel.run.image	reference
 spec.after[*].steps[*].parallel.services.*.image	reference
 spec.after[*].steps[*].run.image	reference
 spec.after[*].steps[*].services.*.image	reference
 spec.container.image	reference
 spec.pod.volumes[*]	volume
 spec.services.*.image	reference
 spec.services.*.pod.volumes[*]	volume
 spec.setup[*].container.image	reference
 spec.setup[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].parallel.container.image	reference
 spec.setup[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.setup[*].parallel.run.image	reference
 spec.setup[*].parallel.services.*.image	reference
 spec.setup[*].run.image	reference
 spec.setup[*].services.*.image	reference
 spec.setup[*].services.*.pod.volumes[*]	volume
 spec.setup[*].setup[*].container.image	reference
 spec.setup[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].setup[*].parallel.container.image	reference
 spec.setup[*].setup[*].parallel.run.image	reference
 spec.setup[*].setup[*].parallel.services.*.image	reference
 spec.setup[*].setup[*].run.image	reference
 spec.setup[*].setup[*].services.*.image	reference
 spec.setup[*].steps[*].container.image	reference
 spec.setup[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].steps[*].parallel.container.image	reference
 spec.setup[*].steps[*].parallel.run.image	reference
 spec.setup[*].steps[*].parallel.services.*.image	reference
 spec.setup[*].steps[*].run.image	reference
 spec.setup[*].steps[*].services.*.image	reference
 spec.steps[*].container.image	reference
 spec.steps[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].parallel.container.image	reference
 spec.steps[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.steps[*].parallel.run.image	reference
 spec.steps[*].parallel.services.*.image	reference
 spec.steps[*].run.image	reference
 spec.steps[*].services.*.image	reference
 spec.steps[*].services.*.pod.volumes[*]	volume
 spec.steps[*].setup[*].container.image	reference
 spec.steps[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].setup[*].parallel.container.image	reference
 spec.steps[*].setup[*].parallel.run.image	reference
 spec.steps[*].setup[*].parallel.services.*.image	reference
 spec.steps[*].setup[*].run.image	reference
 spec.steps[*].setup[*].services.*.image	reference
 spec.steps[*].steps[*].container.image	reference
 spec.steps[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].steps[*].parallel.container.image	reference
 spec.steps[*].steps[*].parallel.run.image	reference
 spec.steps[*].steps[*].parallel.services.*.image	reference
 spec.steps[*].steps[*].run.image	reference
 spec.steps[*].steps[*].services.*.image	reference

TestWorkflowTemplate
testworkflows.testkube.io	
 spec.after[*].container.image	reference
 spec.after[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].parallel.container.image	reference
 spec.after[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.after[*].parallel.run.image	reference
 spec.after[*].parallel.services.*.image	reference
 spec.after[*].run.image	reference
 spec.after[*].services.*.image	reference
 spec.after[*].services.*.pod.volumes[*]	volume
 spec.after[*].setup[*].container.image	reference
 spec.after[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].setup[*].parallel.container.image	reference
 spec.after[*].setup[*].parallel.run.image	reference
 spec.after[*].setup[*].parallel.services.*.image	reference
 spec.after[*].setup[*].run.image	reference
 spec.after[*].setup[*].services.*.image	reference
 spec.after[*].steps[*].container.image	reference
 spec.after[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.after[*].steps[*].parallel.container.image	reference
 spec.after[*].steps[*].parallel.run.image	reference
 spec.after[*].steps[*].parallel.services.*.image	reference
 spec.after[*].steps[*].run.image	reference
 spec.after[*].steps[*].services.*.image	reference
 spec.container.image	reference
 spec.pod.volumes[*]	volume
 spec.services.*.image	reference
 spec.services.*.pod.volumes[*]	volume
 spec.setup[*].container.image	reference
 spec.setup[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].parallel.container.image	reference
 spec.setup[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.setup[*].parallel.run.image	reference
 spec.setup[*].parallel.services.*.image	reference
 spec.setup[*].run.image	reference
 spec.setup[*].services.*.image	reference
 spec.setup[*].services.*.pod.volumes[*]	volume
 spec.setup[*].setup[*].container.image	reference
 spec.setup[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].setup[*].parallel.container.image	reference
 spec.setup[*].setup[*].parallel.run.image	reference
 spec.setup[*].setup[*].parallel.services.*.image	reference
 spec.setup[*].setup[*].run.image	reference
 spec.setup[*].setup[*].services.*.image	reference
 spec.setup[*].steps[*].container.image	reference
 spec.setup[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.setup[*].steps[*].parallel.container.image	reference
 spec.setup[*].steps[*].parallel.run.image	reference
 spec.setup[*].steps[*].parallel.services.*.image	reference
 spec.setup[*].steps[*].run.image	reference
 spec.setup[*].steps[*].services.*.image	reference
 spec.steps[*].container.image	reference
 spec.steps[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].parallel.container.image	reference
 spec.steps[*].parallel.execute.tests[*].executionRequest.image	reference
 spec.steps[*].parallel.run.image	reference
 spec.steps[*].parallel.services.*.image	reference
 spec.steps[*].run.image	reference
 spec.steps[*].services.*.image	reference
 spec.steps[*].services.*.pod.volumes[*]	volume
 spec.steps[*].setup[*].container.image	reference
 spec.steps[*].setup[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].setup[*].parallel.container.image	reference
 spec.steps[*].setup[*].parallel.run.image	reference
 spec.steps[*].setup[*].parallel.services.*.image	reference
 spec.steps[*].setup[*].run.image	reference
 spec.steps[*].setup[*].services.*.image	reference
 spec.steps[*].steps[*].container.image	reference
 spec.steps[*].steps[*].execute.tests[*].executionRequest.image	reference
 spec.steps[*].steps[*].parallel.container.image	reference
 spec.steps[*].steps[*].parallel.run.image	reference
 spec.steps[*].steps[*].parallel.services.*.image	reference
 spec.steps[*].steps[*].run.image	reference
 spec.steps[*].steps[*].services.*.image	reference

ThanosRuler
monitoring.coreos.com	
 spec	podSpec
 spec.image	reference

ThinRuntime
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.worker	{repository=image,tag=imageTag}

ThinRuntimeProfile
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.worker	{repository=image,tag=imageTag}

TiBR
br.pingcap.com	
 spec.image	reference
 spec.overlay.pod.spec	podSpec

TiBRGC
br.pingcap.com	
 spec.image	reference
 spec.overlay.pods[*].overlay.pod.spec	podSpec

TiCDC
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TiCDCGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TiDB
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TiDBGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TiFlash
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TiFlashGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TiKV
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TiKVGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TiProxy
core.pingcap.com	
 spec.image	reference
 spec.logTailer.image	reference
 spec.overlay.pod.spec	podSpec
 spec.slowLog.image	reference

TiProxyGroup
core.pingcap.com	
 spec.template.spec.image	reference
 spec.template.spec.logTailer.image	reference
 spec.template.spec.overlay.pod.spec	podSpec
 spec.template.spec.slowLog.image	reference

TidbCluster
pingcap.com	
 spec.discovery.additionalContainers[*]	container
 spec.discovery.image	reference
 spec.discovery.initContainers[*]	container
 spec.helper.image	reference
 spec.pd	{repository=baseImage,tag=version}
 spec.pd.additionalContainers[*]	container
 spec.pd.image	reference
 spec.pd.initContainers[*]	container
 spec.pdms[*]	container
 spec.pdms[*]	{repository=baseImage,tag=version}
 spec.pdms[*].additionalContainers[*]	container
 spec.pdms[*].initContainers[*]	container
 spec.pump	{repository=baseImage,tag=version}
 spec.pump.additionalContainers[*]	container
 spec.pump.image	reference
 spec.pump.initContainers[*]	container
 spec.ticdc	{repository=baseImage,tag=version}
 spec.ticdc.additionalContainers[*]	container
 spec.ticdc.image	reference
 spec.ticdc.initContainers[*]	container
 spec.tidb	{repository=baseImage,tag=version}
 spec.tidb.additionalContainers[*]	container
 spec.tidb.customizedStartupProbe.image	reference
 spec.tidb.image	reference
 spec.tidb.initContainers[*]	container
 spec.tidb.slowLogTailer.image	reference
 spec.tiflash	{repository=baseImage,tag=version}
 spec.tiflash.additionalContainers[*]	container
 spec.tiflash.image	reference
 spec.tiflash.initContainers[*]	container
 spec.tikv	{repository=baseImage,tag=version}
 spec.tikv.additionalContainers[*]	container
 spec.tikv.image	reference
 spec.tikv.initContainers[*]	container
 spec.tiproxy	{repository=baseImage,tag=version}
 spec.tiproxy.additionalContainers[*]	container
 spec.tiproxy.image	reference
 spec.tiproxy.initContainers[*]	container

TidbDashboard
pingcap.com	
 spec	{repository=baseImage,tag=version}
 spec.additionalContainers[*]	container
 spec.image	reference
 spec.initContainers[*]	container

TidbInitializer
pingcap.com	
 spec.image	reference

TidbMonitor
pingcap.com	
 spec.additionalContainers[*]	container
 spec.dm.initializer	{repository=baseImage,tag=version}
 spec.grafana	{repository=baseImage,tag=version}
 spec.initializer	{repository=baseImage,tag=version}
 spec.prometheus	{repository=baseImage,tag=version}
 spec.prometheusReloader	{repository=baseImage,tag=version}
 spec.reloader	{repository=baseImage,tag=version}
 spec.thanos	{repository=baseImage,tag=version}

TidbNGMonitoring
pingcap.com	
 spec.additionalContainers[*]	container
 spec.image	reference
 spec.initContainers[*]	container
 spec.ngMonitoring	{repository=baseImage,tag=version}
 spec.ngMonitoring.additionalContainers[*]	container
 spec.ngMonitoring.image	reference
 spec.ngMonitoring.initContainers[*]	container

TinkerbellCluster
infrastructure.cluster.x-k8s.io	
 spec.imageLookupBaseRegistry	never
 spec.imageLookupFormat	never
 spec.imageLookupOSDistro	never
 spec.imageLookupOSVersion	never

TinkerbellDatacenterConfig
anywhere.eks.amazonaws.com	
 spec.hookImagesURLPath	never
 spec.osImageURL	never

TinkerbellMachine
infrastructure.cluster.x-k8s.io	
 spec.imageLookupBaseRegistry	never
 spec.imageLookupFormat	never
 spec.imageLookupOSDistro	never
 spec.imageLookupOSVersion	never

TinkerbellMachineTemplate
infrastructure.cluster.x-k8s.io	
 spec.template.spec.imageLookupBaseRegistry	never
 spec.template.spec.imageLookupFormat	never
 spec.template.spec.imageLookupOSDistro	never
 spec.template.spec.imageLookupOSVersion	never

TinkerbellTemplateConfig
anywhere.eks.amazonaws.com	
 spec.template.tasks[*].actions[*]	container

TrainJob
kubeflow.org	
 spec.podSpecOverrides[*].volumes[*]	volume
 spec.trainer.image	reference
trainer.kubeflow.org	
 spec.podSpecOverrides[*].volumes[*]	volume
 spec.trainer.image	reference

TrainedModel
serving.kserve.io	
 spec.model.storageUri	oci

TrainingJob
sagemaker.services.k8s.aws	
 spec.algorithmSpecification.trainingImage	never
 spec.debugRuleConfigurations[*].ruleEvaluatorImage	never
 spec.profilerRuleConfigurations[*].ruleEvaluatorImage	never

TrainingRuntime
kubeflow.org	
 spec.template.spec.replicatedJobs[*].template.spec.template.spec	podSpec
trainer.kubeflow.org	
 spec.template.spec.replicatedJobs[*].template.spec.template.spec	podSpec

Trial
kubeflow.org	
 spec.metricsCollector.collector.customCollector	container
 spec.runSpec	object

Trigger
triggers.tekton.dev	
 spec.template.spec.resourcetemplates[*]	object

TriggerTemplate
triggers.tekton.dev	
 spec.resourcetemplates[*]	object

TrinoCluster
trino.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

TwingateConnector
twingate.com	
 spec.image	{repository=repository,tag=tag}
 spec.imagePolicy	never
 spec.sidecarContainers[*]	container

""",
"U": """

UI
operator.skywalking.apache.org	
 spec.image	reference

USMAgent
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

UnitedDeployment
apps.kruise.io	
 spec.template.advancedStatefulSetTemplate.spec.template.spec	podSpec
 spec.template.cloneSetTemplate.spec.template.spec	podSpec
 spec.template.deploymentTemplate.spec.template.spec	podSpec
 spec.template.statefulSetTemplate.spec.template.spec	podSpec
 spec.topology.subsets[*].patch.spec	podSpec

""",
"V": """

VLAgent
operator.victoriametrics.com	
 spec	podSpec
 spec.image	{repository=repository,tag=tag}

VLCluster
operator.victoriametrics.com	
 spec.vlinsert	podSpec
 spec.vlinsert.image	{repository=repository,tag=tag}
 spec.vlselect	podSpec
 spec.vlselect.image	{repository=repository,tag=tag}
 spec.vlstorage	podSpec
 spec.vlstorage.image	{repository=repository,tag=tag}

VLLMRuntime
production-stack.vllm.ai	
 spec.deploymentConfig.image	{registry=registry,repository=name}
 spec.deploymentConfig.sidecarConfig.image	{registry=registry,repository=name}

VLSingle
operator.victoriametrics.com	
 spec	podSpec
 spec.image	{repository=repository,tag=tag}

VMAgent
operator.victoriametrics.com	
 spec	podSpec
 spec.configReloaderImage	reference
 spec.configReloaderImageTag	reference
 spec.image	{repository=repository,tag=tag}

VMAlert
operator.victoriametrics.com	
 spec	podSpec
 spec.configReloaderImageTag	reference
 spec.image	{repository=repository,tag=tag}

VMAlertmanager
operator.victoriametrics.com	
 spec	podSpec
 spec.configReloaderImage	reference
 spec.configReloaderImageTag	reference
 spec.image	{repository=repository,tag=tag}

VMAlertmanagerConfig
operator.victoriametrics.com	
 spec.receivers[*].rocketchat_configs[*].image_url	never
 spec.receivers[*].slack_configs[*].image_url	never

VMAnomaly
operator.victoriametrics.com	
 spec	podSpec
 spec.image	{repository=repository,tag=tag}

VMAuth
operator.victoriametrics.com	
 spec	podSpec
 spec.configReloaderImage	reference
 spec.configReloaderImageTag	reference
 spec.image	{repository=repository,tag=tag}

VMCluster
operator.victoriametrics.com	
 spec.requestsLoadBalancer.spec	podSpec
 spec.requestsLoadBalancer.spec.image	{repository=repository,tag=tag}
 spec.vminsert	podSpec
 spec.vminsert.image	{repository=repository,tag=tag}
 spec.vmselect	podSpec
 spec.vmselect.image	{repository=repository,tag=tag}
 spec.vmstorage	podSpec
 spec.vmstorage.image	{repository=repository,tag=tag}
 spec.vmstorage.vmBackup.image	{repository=repository,tag=tag}

VMDistributed
operator.victoriametrics.com	
 spec.vmauth.spec	podSpec
 spec.vmauth.spec.configReloaderImage	reference
 spec.vmauth.spec.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmagent.spec	podSpec
 spec.zoneCommon.vmagent.spec.configReloaderImage	reference
 spec.zoneCommon.vmagent.spec.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmcluster.spec.requestsLoadBalancer.spec	podSpec
 spec.zoneCommon.vmcluster.spec.requestsLoadBalancer.spec.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmcluster.spec.vminsert	podSpec
 spec.zoneCommon.vmcluster.spec.vminsert.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmcluster.spec.vmselect	podSpec
 spec.zoneCommon.vmcluster.spec.vmselect.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmcluster.spec.vmstorage	podSpec
 spec.zoneCommon.vmcluster.spec.vmstorage.image	{repository=repository,tag=tag}
 spec.zoneCommon.vmcluster.spec.vmstorage.vmBackup.image	{repository=repository,tag=tag}
 spec.zones[*].vmagent.spec	podSpec
 spec.zones[*].vmagent.spec.configReloaderImage	reference
 spec.zones[*].vmagent.spec.image	{repository=repository,tag=tag}
 spec.zones[*].vmcluster.spec.requestsLoadBalancer.spec	podSpec
 spec.zones[*].vmcluster.spec.requestsLoadBalancer.spec.image	{repository=repository,tag=tag}
 spec.zones[*].vmcluster.spec.vminsert	podSpec
 spec.zones[*].vmcluster.spec.vminsert.image	{repository=repository,tag=tag}
 spec.zones[*].vmcluster.spec.vmselect	podSpec
 spec.zones[*].vmcluster.spec.vmselect.image	{repository=repository,tag=tag}
 spec.zones[*].vmcluster.spec.vmstorage	podSpec
 spec.zones[*].vmcluster.spec.vmstorage.image	{repository=repository,tag=tag}
 spec.zones[*].vmcluster.spec.vmstorage.vmBackup.image	{repository=repository,tag=tag}

VMSingle
operator.victoriametrics.com	
 spec	podSpec
 spec.image	{repository=repository,tag=tag}
 spec.vmBackup.image	{repository=repository,tag=tag}

VSHNKeycloak
vshn.appcat.vshn.io	
 spec.parameters.service.customizationImage.image	reference

VTCluster
operator.victoriametrics.com	
 spec.insert	podSpec
 spec.insert.image	{repository=repository,tag=tag}
 spec.select	podSpec
 spec.select.image	{repository=repository,tag=tag}
 spec.storage	podSpec
 spec.storage.image	{repository=repository,tag=tag}

VTSingle
operator.victoriametrics.com	
 spec	podSpec
 spec.image	{repository=repository,tag=tag}

ValidatingAdmissionPolicy
admissionregistration.k8s.io	
 spec.auditAnnotations[*].valueExpression	text
 spec.matchConditions[*].expression	text
 spec.validations[*].expression	text
 spec.variables[*].expression	text

ValidatingWebhookConfiguration
admissionregistration.k8s.io	
 webhooks[*].matchConditions[*].expression	text

ValkeyCluster
valkey.io	
 spec.containers[*]	container
 spec.exporter.image	reference
 spec.image	reference

ValkeyNode
valkey.io	
 spec.containers[*]	container
 spec.exporter.image	reference
 spec.image	reference

Vault
vault.banzaicloud.com	
 spec.bankVaultsImage	reference
 spec.fluentdImage	reference
 spec.image	reference
 spec.statsdImage	reference
 spec.vaultConfigurerPodSpec	podSpec
 spec.vaultContainerSpec	container
 spec.vaultContainers[*]	container
 spec.vaultInitContainers[*]	container
 spec.vaultPodSpec	podSpec
 spec.veleroFsfreezeImage	reference

VineyardRuntime
data.fluid.io	
 spec.fuse	{repository=image,tag=imageTag}
 spec.master	{repository=image,tag=imageTag}
 spec.worker	{repository=image,tag=imageTag}

VirtualMachine
kubevirt.io	
 spec.dataVolumeTemplates[*].spec.source.registry.url	oci
 spec.dataVolumeTemplates[*].spec.source.vddk.initImageURL	reference
 spec.template.spec.domain.firmware.kernelBoot.container.image	reference
 spec.template.spec.volumes[*].containerDisk.image	reference

VirtualMachineImage
harvesterhci.io	
 spec.url	never

VirtualMachineInstance
kubevirt.io	
 spec.domain.firmware.kernelBoot.container.image	reference
 spec.volumes[*].containerDisk.image	reference

VirtualMachineInstancePreset
kubevirt.io	
 spec.domain.firmware.kernelBoot.container.image	reference

VirtualMachineInstanceReplicaSet
kubevirt.io	
 spec.template.spec.domain.firmware.kernelBoot.container.image	reference
 spec.template.spec.volumes[*].containerDisk.image	reference

VirtualMachinePool
pool.kubevirt.io	
 spec.virtualMachineTemplate.spec.dataVolumeTemplates[*].spec.source.registry.url	oci
 spec.virtualMachineTemplate.spec.dataVolumeTemplates[*].spec.source.vddk.initImageURL	reference
 spec.virtualMachineTemplate.spec.template.spec.domain.firmware.kernelBoot.container.image	reference
 spec.virtualMachineTemplate.spec.template.spec.volumes[*].containerDisk.image	reference

VitessCluster
planetscale.com	
 spec.images.mysqld.*	reference
 spec.images.mysqldExporter	reference
 spec.images.vtadmin	reference
 spec.images.vtbackup	reference
 spec.images.vtctld	reference
 spec.images.vtgate	reference
 spec.images.vtorc	reference
 spec.images.vttablet	reference

Volume
longhorn.io	
 spec.backingImage	never
 spec.engineImage	reference
 spec.image	reference

VolumeImportSource
cdi.kubevirt.io	
 spec.source.registry.url	oci
 spec.source.vddk.initImageURL	reference

VulnerabilityReport
aquasecurity.github.io	
 report	never

""",
"W": """

WasmPlugin
extensions.istio.io	
 spec.sha256	never
 spec.url	reference

WebSphereLibertyApplication
liberty.websphere.ibm.com	
 spec.applicationImage	reference
 spec.initContainers[*]	container
 spec.sidecarContainers[*]	container
 spec.volumes[*]	volume

WildFlyServer
wildfly.org	
 spec.applicationImage	reference

Work
work.karmada.io	
 spec.workload.manifests[*]	object

WorkerDeployment
temporal.io	
 spec.template.spec	podSpec

Workflow
argoproj.io	
 spec.arguments.parameters[*].value	text
 spec.executorPlugins[*].spec.sidecar.container	container
 spec.podSpecPatch	yaml
 spec.templateDefaults.container	container
 spec.templateDefaults.containerSet.containers[*]	container
 spec.templateDefaults.initContainers[*]	container
 spec.templateDefaults.podSpecPatch	yaml
 spec.templateDefaults.resource.manifest	yaml
 spec.templateDefaults.script	container
 spec.templateDefaults.sidecars[*]	container
 spec.templateDefaults.volumes[*]	volume
 spec.templates[*].container	container
 spec.templates[*].containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].arguments.parameters[*].value	text
 spec.templates[*].dag.tasks[*].inline.container	container
 spec.templates[*].dag.tasks[*].inline.containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].inline.initContainers[*]	container
 spec.templates[*].dag.tasks[*].inline.resource.manifest	yaml
 spec.templates[*].dag.tasks[*].inline.script	container
 spec.templates[*].dag.tasks[*].inline.sidecars[*]	container
 spec.templates[*].initContainers[*]	container
 spec.templates[*].inputs.parameters[*].default	text
 spec.templates[*].inputs.parameters[*].value	text
 spec.templates[*].podSpecPatch	yaml
 spec.templates[*].resource.manifest	yaml
 spec.templates[*].script	container
 spec.templates[*].sidecars[*]	container
 spec.templates[*].steps[*][*].arguments.parameters[*].value	text
 spec.templates[*].steps[*][*].inline.container	container
 spec.templates[*].steps[*][*].inline.containerSet.containers[*]	container
 spec.templates[*].steps[*][*].inline.initContainers[*]	container
 spec.templates[*].steps[*][*].inline.resource.manifest	yaml
 spec.templates[*].steps[*][*].inline.script	container
 spec.templates[*].steps[*][*].inline.sidecars[*]	container
 spec.templates[*].volumes[*]	volume
 spec.volumes[*]	volume
chaos-mesh.org	
 spec.templates[*].task.container	container
 spec.templates[*].task.volumes[*]	volume

WorkflowTaskSet
argoproj.io	
 spec.tasks.*.container	container
 spec.tasks.*.containerSet.containers[*]	container
 spec.tasks.*.initContainers[*]	container
 spec.tasks.*.script	container
 spec.tasks.*.sidecars[*]	container
 spec.tasks.*.volumes[*]	volume

WorkflowTemplate
argoproj.io	
 spec.arguments.parameters[*].value	text
 spec.executorPlugins[*].spec.sidecar.container	container
 spec.podSpecPatch	yaml
 spec.templateDefaults.container	container
 spec.templateDefaults.containerSet.containers[*]	container
 spec.templateDefaults.initContainers[*]	container
 spec.templateDefaults.podSpecPatch	yaml
 spec.templateDefaults.resource.manifest	yaml
 spec.templateDefaults.script	container
 spec.templateDefaults.sidecars[*]	container
 spec.templateDefaults.volumes[*]	volume
 spec.templates[*].container	container
 spec.templates[*].containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].arguments.parameters[*].value	text
 spec.templates[*].dag.tasks[*].inline.container	container
 spec.templates[*].dag.tasks[*].inline.containerSet.containers[*]	container
 spec.templates[*].dag.tasks[*].inline.initContainers[*]	container
 spec.templates[*].dag.tasks[*].inline.resource.manifest	yaml
 spec.templates[*].dag.tasks[*].inline.script	container
 spec.templates[*].dag.tasks[*].inline.sidecars[*]	container
 spec.templates[*].initContainers[*]	container
 spec.templates[*].inputs.parameters[*].default	text
 spec.templates[*].inputs.parameters[*].value	text
 spec.templates[*].podSpecPatch	yaml
 spec.templates[*].resource.manifest	yaml
 spec.templates[*].script	container
 spec.templates[*].sidecars[*]	container
 spec.templates[*].steps[*][*].arguments.parameters[*].value	text
 spec.templates[*].steps[*][*].inline.container	container
 spec.templates[*].steps[*][*].inline.containerSet.containers[*]	container
 spec.templates[*].steps[*][*].inline.initContainers[*]	container
 spec.templates[*].steps[*][*].inline.resource.manifest	yaml
 spec.templates[*].steps[*][*].inline.script	container
 spec.templates[*].steps[*][*].inline.sidecars[*]	container
 spec.templates[*].volumes[*]	volume
 spec.volumes[*]	volume

Workload
kueue.x-k8s.io	
 spec.podSets[*].template.spec	podSpec

WorkloadSpread
apps.kruise.io	
 spec.subsets[*].patch.spec	podSpec

Workspace
auto.pulumi.com	
 spec.image	reference
 spec.podTemplate.spec	podSpec
kaito.sh	
 inference.adapters[*].source.image	reference
 inference.preset.presetOptions.image	reference
 inference.template.spec	podSpec
 tuning.input.image	reference
 tuning.output.image	never
 tuning.preset.presetOptions.image	reference

WorkstationConfig
workstations.cnrm.cloud.google.com	
 spec.container.image	never

""",
"X": """

XGBoostJob
kubeflow.org	
 spec.xgbReplicaSpecs.*.template.spec	podSpec

XVSHNKeycloak
vshn.appcat.vshn.io	
 spec.parameters.service.customizationImage.image	reference

""",
"Y": """

YBCluster
yugabyte.com	
 spec.image	{repository=repository,tag=tag}

YurtAppDaemon
apps.openyurt.io	
 spec.workloadTemplate.deploymentTemplate.spec.template.spec	podSpec
 spec.workloadTemplate.statefulSetTemplate.spec.template.spec	podSpec

YurtAppSet
apps.openyurt.io	
 spec.topology.pools[*].patch.spec.template.spec	podSpec
 spec.workload.workloadTemplate.deploymentTemplate.spec.template.spec	podSpec
 spec.workload.workloadTemplate.statefulSetTemplate.spec.template.spec	podSpec
 spec.workload.workloadTweaks[*].tweaks.containerImages[*].targetImage	reference
 spec.workloadTemplate.deploymentTemplate.spec.template.spec	podSpec
 spec.workloadTemplate.statefulSetTemplate.spec.template.spec	podSpec

""",
"Z": """

ZTunnel
sailoperator.io	
 spec.values.global	{registry=hub,tag=tag}
 spec.values.ztunnel	{registry=hub,name=image,tag=tag}

ZooKeeperVersion
catalog.kubedb.com	
 spec.*.image	reference

Zookeeper
platform.confluent.io	
 spec.image.application	reference
 spec.image.init	reference
 spec.mountedVolumes.volumes[*]	volume

ZookeeperCluster
zookeeper.pravega.io	
 spec.containers[*]	container
 spec.image	{repository=repository,tag=tag}
 spec.initContainers[*]	container
zookeeper.stackable.tech	
 spec.image.custom	reference
 spec.image.repo	registry

""",
"p": """

postgresql
acid.zalan.do	
 spec.connectionPooler.dockerImage	reference
 spec.dockerImage	reference
 spec.initContainers[*]	container
 spec.init_containers[*]	container
 spec.sidecars[*]	container

""",
})

BARE = frozenset("""
AddOnTemplate
AdmissionPolicy
AppWrapper
Application
ApplicationSet
Build
BuildConfig
Bundle
Bundles
CAPITemplate
Cluster
ClusterAdmissionPolicy
ClusterPolicy
Component
Composition
CompositionRevision
Configuration
ControllerRevision
EventListener
Experiment
FluxInstance
Function
GitLab
GlobalTenantResource
HelmChart
HelmChartConfig
HelmChartProxy
HelmRelease
HelmReleaseProxy
HelmRepository
ImageStream
ImageStreamTag
InferenceService
Istio
IstioCNI
IstioOperator
IstioRevision
K8sInstallerConfig
K8sInstallerConfigTemplate
KafkaConnect
Kustomization
LLMInferenceService
LLMInferenceServiceConfig
ManagedChart
ManifestWork
ManifestWorkReplicaSet
NIMCache
OCIRepository
Object
ObjectTemplate
OpenSearchCluster
Pipeline
PipelineRun
Provider
Release
ResourceDistribution
ResourceSet
Sensor
TaskRun
Template
TenantResource
TrainedModel
Trial
Trigger
TriggerTemplate
WasmPlugin
Work
ZTunnel
""".split())
"""Kinds with a place whose path does not tell that it has to do with images."""
