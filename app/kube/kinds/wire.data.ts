// Made by gen-wire.mjs from the types of k8s.io/api v0.35.4; do not edit.

/**
 * The fields of every wire type in Go's order: `name:TYPE`, with `!` where the zero value is printed too, `~key` for a
 * strategic merge list (by that key, or of scalars), `^` for retainKeys, `%keys` for a list map, `%&` for a set, `%#` for
 * what apply takes as a whole. TYPE: s string, b bool, i int32, l int64, f float64, y bytes, q quantity, t time, u micro
 * time, x int or string, o anything; `*` pointer, `[]` list, `{}` map; `s=GoName` names a string type.
 */
export const WIRE_TYPES: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: 'volumeID:s! fsType:s partition:i readOnly:b',
  Affinity: 'nodeAffinity:*NodeAffinity podAffinity:*PodAffinity podAntiAffinity:*PodAntiAffinity',
  AppArmorProfile: 'type:s=v1.AppArmorProfileType! localhostProfile:*s',
  AttachedVolume: 'name:s=v1.UniqueVolumeName! devicePath:s!',
  AzureDiskVolumeSource:
    'diskName:s! diskURI:s! cachingMode:*s=v1.AzureDataDiskCachingMode fsType:*s readOnly:*b kind:*s=v1.AzureDataDiskKind',
  AzureFilePersistentVolumeSource: 'secretName:s! shareName:s! readOnly:b secretNamespace:*s!',
  AzureFileVolumeSource: 'secretName:s! shareName:s! readOnly:b',
  Binding: 'kind:s apiVersion:s metadata:meta.ObjectMeta target:ObjectReference!',
  CSIPersistentVolumeSource:
    'driver:s! volumeHandle:s! readOnly:b fsType:s volumeAttributes:{}s controllerPublishSecretRef:*SecretReference nodeStageSecretRef:*SecretReference nodePublishSecretRef:*SecretReference controllerExpandSecretRef:*SecretReference nodeExpandSecretRef:*SecretReference',
  CSIVolumeSource:
    'driver:s! readOnly:*b fsType:*s volumeAttributes:{}s nodePublishSecretRef:*LocalObjectReference',
  Capabilities: 'add:[]s=v1.Capability drop:[]s=v1.Capability',
  CephFSPersistentVolumeSource:
    'monitors:[]s! path:s user:s secretFile:s secretRef:*SecretReference readOnly:b',
  CephFSVolumeSource: 'monitors:[]s! path:s user:s secretFile:s secretRef:*LocalObjectReference readOnly:b',
  CinderPersistentVolumeSource: 'volumeID:s! fsType:s readOnly:b secretRef:*SecretReference',
  CinderVolumeSource: 'volumeID:s! fsType:s readOnly:b secretRef:*LocalObjectReference',
  ClientIPConfig: 'timeoutSeconds:*i',
  ClusterTrustBundleProjection: 'name:*s signerName:*s labelSelector:*meta.LabelSelector optional:*b path:s!',
  ConfigMap: 'kind:s apiVersion:s metadata:meta.ObjectMeta immutable:*b data:{}s binaryData:{}y',
  ConfigMapEnvSource: 'name:s optional:*b',
  ConfigMapKeySelector: 'name:s key:s! optional:*b %#',
  ConfigMapNodeConfigSource: 'namespace:s! name:s! uid:s=types.UID resourceVersion:s kubeletConfigKey:s!',
  ConfigMapProjection: 'name:s items:[]KeyToPath optional:*b',
  ConfigMapVolumeSource: 'name:s items:[]KeyToPath defaultMode:*i optional:*b',
  Container:
    'name:s! image:s command:[]s args:[]s workingDir:s ports:[]ContainerPort~containerPort%containerPort,protocol envFrom:[]EnvFromSource env:[]EnvVar~name%name resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy restartPolicy:*s=v1.ContainerRestartPolicy restartPolicyRules:[]ContainerRestartRule volumeMounts:[]VolumeMount~mountPath%mountPath volumeDevices:[]VolumeDevice~devicePath%devicePath livenessProbe:*Probe readinessProbe:*Probe startupProbe:*Probe lifecycle:*Lifecycle terminationMessagePath:s terminationMessagePolicy:s=v1.TerminationMessagePolicy imagePullPolicy:s=v1.PullPolicy securityContext:*SecurityContext stdin:b stdinOnce:b tty:b',
  ContainerExtendedResourceRequest: 'containerName:s! resourceName:s! requestName:s!',
  ContainerImage: 'names:[]s! sizeBytes:l',
  ContainerPort: 'name:s hostPort:i containerPort:i! protocol:s=v1.Protocol hostIP:s',
  ContainerResizePolicy: 'resourceName:s=v1.ResourceName! restartPolicy:s=v1.ResourceResizeRestartPolicy!',
  ContainerRestartRule: 'action:s=v1.ContainerRestartRuleAction exitCodes:*ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'operator:s=v1.ContainerRestartRuleOnExitCodesOperator values:[]i%&',
  ContainerState:
    'waiting:*ContainerStateWaiting running:*ContainerStateRunning terminated:*ContainerStateTerminated',
  ContainerStateRunning: 'startedAt:t!',
  ContainerStateTerminated:
    'exitCode:i! signal:i reason:s message:s startedAt:t! finishedAt:t! containerID:s',
  ContainerStateWaiting: 'reason:s message:s',
  ContainerStatus:
    'name:s! state:ContainerState lastState:ContainerState ready:b! restartCount:i! image:s! imageID:s! containerID:s started:*b allocatedResources:{}q resources:*ResourceRequirements volumeMounts:[]VolumeMountStatus~mountPath%mountPath user:*ContainerUser allocatedResourcesStatus:[]ResourceStatus~name%name stopSignal:*s=v1.Signal',
  ContainerUser: 'linux:*LinuxContainerUser',
  DaemonEndpoint: 'Port:i!',
  DownwardAPIProjection: 'items:[]DownwardAPIVolumeFile',
  DownwardAPIVolumeFile:
    'path:s! fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector mode:*i',
  DownwardAPIVolumeSource: 'items:[]DownwardAPIVolumeFile defaultMode:*i',
  EmptyDirVolumeSource: 'medium:s=v1.StorageMedium sizeLimit:*q',
  EndpointAddress: 'ip:s! hostname:s nodeName:*s targetRef:*ObjectReference %#',
  EndpointPort: 'name:s port:i! protocol:s=v1.Protocol appProtocol:*s %#',
  EndpointSubset: 'addresses:[]EndpointAddress notReadyAddresses:[]EndpointAddress ports:[]EndpointPort',
  Endpoints: 'kind:s apiVersion:s metadata:meta.ObjectMeta subsets:[]EndpointSubset',
  EnvFromSource: 'prefix:s configMapRef:*ConfigMapEnvSource secretRef:*SecretEnvSource',
  EnvVar: 'name:s! value:s valueFrom:*EnvVarSource',
  EnvVarSource:
    'fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector configMapKeyRef:*ConfigMapKeySelector secretKeyRef:*SecretKeySelector fileKeyRef:*FileKeySelector',
  EphemeralContainer:
    'name:s! image:s command:[]s args:[]s workingDir:s ports:[]ContainerPort~containerPort%containerPort,protocol envFrom:[]EnvFromSource env:[]EnvVar~name%name resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy restartPolicy:*s=v1.ContainerRestartPolicy restartPolicyRules:[]ContainerRestartRule volumeMounts:[]VolumeMount~mountPath%mountPath volumeDevices:[]VolumeDevice~devicePath%devicePath livenessProbe:*Probe readinessProbe:*Probe startupProbe:*Probe lifecycle:*Lifecycle terminationMessagePath:s terminationMessagePolicy:s=v1.TerminationMessagePolicy imagePullPolicy:s=v1.PullPolicy securityContext:*SecurityContext stdin:b stdinOnce:b tty:b targetContainerName:s',
  EphemeralVolumeSource: 'volumeClaimTemplate:*PersistentVolumeClaimTemplate',
  Event:
    'kind:s apiVersion:s metadata:meta.ObjectMeta! involvedObject:ObjectReference! reason:s message:s source:EventSource firstTimestamp:t! lastTimestamp:t! count:i type:s eventTime:u! series:*EventSeries action:s related:*ObjectReference reportingComponent:s! reportingInstance:s!',
  EventSeries: 'count:i lastObservedTime:u!',
  EventSource: 'component:s host:s',
  ExecAction: 'command:[]s',
  FCVolumeSource: 'targetWWNs:[]s lun:*i fsType:s readOnly:b wwids:[]s',
  FileKeySelector: 'volumeName:s! path:s! key:s! optional:*b %#',
  FlexPersistentVolumeSource: 'driver:s! fsType:s secretRef:*SecretReference readOnly:b options:{}s',
  FlexVolumeSource: 'driver:s! fsType:s secretRef:*LocalObjectReference readOnly:b options:{}s',
  FlockerVolumeSource: 'datasetName:s datasetUUID:s',
  GCEPersistentDiskVolumeSource: 'pdName:s! fsType:s partition:i readOnly:b',
  GRPCAction: 'port:i! service:*s!',
  GitRepoVolumeSource: 'repository:s! revision:s directory:s',
  GlusterfsPersistentVolumeSource: 'endpoints:s! path:s! readOnly:b endpointsNamespace:*s',
  GlusterfsVolumeSource: 'endpoints:s! path:s! readOnly:b',
  HTTPGetAction: 'path:s port:x! host:s scheme:s=v1.URIScheme httpHeaders:[]HTTPHeader',
  HTTPHeader: 'name:s! value:s!',
  HostAlias: 'ip:s! hostnames:[]s',
  HostIP: 'ip:s!',
  HostPathVolumeSource: 'path:s! type:*s=v1.HostPathType',
  ISCSIPersistentVolumeSource:
    'targetPortal:s! iqn:s! lun:i! iscsiInterface:s fsType:s readOnly:b portals:[]s chapAuthDiscovery:b chapAuthSession:b secretRef:*SecretReference initiatorName:*s',
  ISCSIVolumeSource:
    'targetPortal:s! iqn:s! lun:i! iscsiInterface:s fsType:s readOnly:b portals:[]s chapAuthDiscovery:b chapAuthSession:b secretRef:*LocalObjectReference initiatorName:*s',
  ImageVolumeSource: 'reference:s pullPolicy:s=v1.PullPolicy',
  KeyToPath: 'key:s! path:s! mode:*i',
  Lifecycle: 'postStart:*LifecycleHandler preStop:*LifecycleHandler stopSignal:*s=v1.Signal',
  LifecycleHandler: 'exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction sleep:*SleepAction',
  LimitRange: 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:LimitRangeSpec',
  LimitRangeItem:
    'type:s=v1.LimitType! max:{}q min:{}q default:{}q defaultRequest:{}q maxLimitRequestRatio:{}q',
  LimitRangeSpec: 'limits:[]LimitRangeItem!',
  LinuxContainerUser: 'uid:l! gid:l! supplementalGroups:[]l',
  LoadBalancerIngress: 'ip:s hostname:s ipMode:*s=v1.LoadBalancerIPMode ports:[]PortStatus',
  LoadBalancerStatus: 'ingress:[]LoadBalancerIngress',
  LocalObjectReference: 'name:s %#',
  LocalVolumeSource: 'path:s! fsType:*s',
  ModifyVolumeStatus:
    'targetVolumeAttributesClassName:s status:s=v1.PersistentVolumeClaimModifyVolumeStatus!',
  NFSVolumeSource: 'server:s! path:s! readOnly:b',
  Namespace: 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:NamespaceSpec status:NamespaceStatus',
  NamespaceCondition:
    'type:s=v1.NamespaceConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  NamespaceSpec: 'finalizers:[]s=v1.FinalizerName',
  NamespaceStatus: 'phase:s=v1.NamespacePhase conditions:[]NamespaceCondition~type%type',
  Node: 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:NodeSpec status:NodeStatus',
  NodeAddress: 'type:s=v1.NodeAddressType! address:s!',
  NodeAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm',
  NodeCondition:
    'type:s=v1.NodeConditionType! status:s=v1.ConditionStatus! lastHeartbeatTime:t! lastTransitionTime:t! reason:s message:s',
  NodeConfigSource: 'configMap:*ConfigMapNodeConfigSource',
  NodeConfigStatus:
    'assigned:*NodeConfigSource active:*NodeConfigSource lastKnownGood:*NodeConfigSource error:s',
  NodeDaemonEndpoints: 'kubeletEndpoint:DaemonEndpoint',
  NodeFeatures: 'supplementalGroupsPolicy:*b',
  NodeRuntimeHandler: 'name:s! features:*NodeRuntimeHandlerFeatures',
  NodeRuntimeHandlerFeatures: 'recursiveReadOnlyMounts:*b userNamespaces:*b',
  NodeSelector: 'nodeSelectorTerms:[]NodeSelectorTerm! %#',
  NodeSelectorRequirement: 'key:s! operator:s=v1.NodeSelectorOperator! values:[]s',
  NodeSelectorTerm: 'matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement %#',
  NodeSpec:
    'podCIDR:s podCIDRs:[]s~%& providerID:s unschedulable:b taints:[]Taint configSource:*NodeConfigSource externalID:s',
  NodeStatus:
    'capacity:{}q allocatable:{}q phase:s=v1.NodePhase conditions:[]NodeCondition~type%type addresses:[]NodeAddress~type%type daemonEndpoints:NodeDaemonEndpoints nodeInfo:NodeSystemInfo images:[]ContainerImage volumesInUse:[]s=v1.UniqueVolumeName volumesAttached:[]AttachedVolume config:*NodeConfigStatus runtimeHandlers:[]NodeRuntimeHandler features:*NodeFeatures declaredFeatures:[]s',
  NodeSwapStatus: 'capacity:*l',
  NodeSystemInfo:
    'machineID:s! systemUUID:s! bootID:s! kernelVersion:s! osImage:s! containerRuntimeVersion:s! kubeletVersion:s! kubeProxyVersion:s! operatingSystem:s! architecture:s! swap:*NodeSwapStatus',
  ObjectFieldSelector: 'apiVersion:s fieldPath:s! %#',
  ObjectReference: 'kind:s namespace:s name:s uid:s=types.UID apiVersion:s resourceVersion:s fieldPath:s %#',
  PersistentVolume:
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:PersistentVolumeSpec status:PersistentVolumeStatus',
  PersistentVolumeClaim:
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:PersistentVolumeClaimSpec status:PersistentVolumeClaimStatus',
  PersistentVolumeClaimCondition:
    'type:s=v1.PersistentVolumeClaimConditionType! status:s=v1.ConditionStatus! lastProbeTime:t! lastTransitionTime:t! reason:s message:s',
  PersistentVolumeClaimSpec:
    'accessModes:[]s=v1.PersistentVolumeAccessMode selector:*meta.LabelSelector resources:VolumeResourceRequirements volumeName:s storageClassName:*s volumeMode:*s=v1.PersistentVolumeMode dataSource:*TypedLocalObjectReference dataSourceRef:*TypedObjectReference volumeAttributesClassName:*s',
  PersistentVolumeClaimStatus:
    'phase:s=v1.PersistentVolumeClaimPhase accessModes:[]s=v1.PersistentVolumeAccessMode capacity:{}q conditions:[]PersistentVolumeClaimCondition~type%type allocatedResources:{}q allocatedResourceStatuses:{}s=v1.ClaimResourceStatus currentVolumeAttributesClassName:*s modifyVolumeStatus:*ModifyVolumeStatus',
  PersistentVolumeClaimTemplate: 'metadata:meta.ObjectMeta spec:PersistentVolumeClaimSpec!',
  PersistentVolumeClaimVolumeSource: 'claimName:s! readOnly:b',
  PersistentVolumeSpec:
    'capacity:{}q gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource hostPath:*HostPathVolumeSource glusterfs:*GlusterfsPersistentVolumeSource nfs:*NFSVolumeSource rbd:*RBDPersistentVolumeSource iscsi:*ISCSIPersistentVolumeSource cinder:*CinderPersistentVolumeSource cephfs:*CephFSPersistentVolumeSource fc:*FCVolumeSource flocker:*FlockerVolumeSource flexVolume:*FlexPersistentVolumeSource azureFile:*AzureFilePersistentVolumeSource vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOPersistentVolumeSource local:*LocalVolumeSource storageos:*StorageOSPersistentVolumeSource csi:*CSIPersistentVolumeSource accessModes:[]s=v1.PersistentVolumeAccessMode claimRef:*ObjectReference persistentVolumeReclaimPolicy:s=v1.PersistentVolumeReclaimPolicy storageClassName:s mountOptions:[]s volumeMode:*s=v1.PersistentVolumeMode nodeAffinity:*VolumeNodeAffinity volumeAttributesClassName:*s',
  PersistentVolumeStatus: 'phase:s=v1.PersistentVolumePhase message:s reason:s lastPhaseTransitionTime:*t',
  PhotonPersistentDiskVolumeSource: 'pdID:s! fsType:s',
  Pod: 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:PodSpec status:PodStatus',
  PodAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm',
  PodAffinityTerm:
    'labelSelector:*meta.LabelSelector namespaces:[]s topologyKey:s! namespaceSelector:*meta.LabelSelector matchLabelKeys:[]s mismatchLabelKeys:[]s',
  PodAntiAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm',
  PodCertificateProjection:
    'signerName:s keyType:s maxExpirationSeconds:*i credentialBundlePath:s keyPath:s certificateChainPath:s userAnnotations:{}s',
  PodCondition:
    'type:s=v1.PodConditionType! observedGeneration:l status:s=v1.ConditionStatus! lastProbeTime:t! lastTransitionTime:t! reason:s message:s',
  PodDNSConfig: 'nameservers:[]s searches:[]s options:[]PodDNSConfigOption',
  PodDNSConfigOption: 'name:s value:*s',
  PodExtendedResourceClaimStatus: 'requestMappings:[]ContainerExtendedResourceRequest! resourceClaimName:s!',
  PodIP: 'ip:s!',
  PodLogOptions:
    'kind:s apiVersion:s container:s follow:b previous:b sinceSeconds:*l sinceTime:*t timestamps:b tailLines:*l limitBytes:*l insecureSkipTLSVerifyBackend:b stream:*s',
  PodOS: 'name:s=v1.OSName!',
  PodReadinessGate: 'conditionType:s=v1.PodConditionType!',
  PodResourceClaim: 'name:s! resourceClaimName:*s resourceClaimTemplateName:*s',
  PodResourceClaimStatus: 'name:s! resourceClaimName:*s',
  PodSchedulingGate: 'name:s!',
  PodSecurityContext:
    'seLinuxOptions:*SELinuxOptions windowsOptions:*WindowsSecurityContextOptions runAsUser:*l runAsGroup:*l runAsNonRoot:*b supplementalGroups:[]l supplementalGroupsPolicy:*s=v1.SupplementalGroupsPolicy fsGroup:*l sysctls:[]Sysctl fsGroupChangePolicy:*s=v1.PodFSGroupChangePolicy seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile seLinuxChangePolicy:*s=v1.PodSELinuxChangePolicy',
  PodSpec:
    'volumes:[]Volume~name^%name initContainers:[]Container~name%name containers:[]Container!~name%name ephemeralContainers:[]EphemeralContainer~name%name restartPolicy:s=v1.RestartPolicy terminationGracePeriodSeconds:*l activeDeadlineSeconds:*l dnsPolicy:s=v1.DNSPolicy nodeSelector:{}s%# serviceAccountName:s serviceAccount:s automountServiceAccountToken:*b nodeName:s hostNetwork:b hostPID:b hostIPC:b shareProcessNamespace:*b securityContext:*PodSecurityContext imagePullSecrets:[]LocalObjectReference~name%name hostname:s subdomain:s affinity:*Affinity schedulerName:s tolerations:[]Toleration hostAliases:[]HostAlias~ip%ip priorityClassName:s priority:*i dnsConfig:*PodDNSConfig readinessGates:[]PodReadinessGate runtimeClassName:*s enableServiceLinks:*b preemptionPolicy:*s=v1.PreemptionPolicy overhead:{}q topologySpreadConstraints:[]TopologySpreadConstraint~topologyKey%topologyKey,whenUnsatisfiable setHostnameAsFQDN:*b os:*PodOS hostUsers:*b schedulingGates:[]PodSchedulingGate~name%name resourceClaims:[]PodResourceClaim~name^%name resources:*ResourceRequirements hostnameOverride:*s workloadRef:*WorkloadReference',
  PodStatus:
    'observedGeneration:l phase:s=v1.PodPhase conditions:[]PodCondition~type%type message:s reason:s nominatedNodeName:s hostIP:s hostIPs:[]HostIP~ip podIP:s podIPs:[]PodIP~ip%ip startTime:*t initContainerStatuses:[]ContainerStatus containerStatuses:[]ContainerStatus qosClass:s=v1.PodQOSClass ephemeralContainerStatuses:[]ContainerStatus resize:s=v1.PodResizeStatus resourceClaimStatuses:[]PodResourceClaimStatus~name^%name extendedResourceClaimStatus:*PodExtendedResourceClaimStatus allocatedResources:{}q resources:*ResourceRequirements',
  PodTemplate: 'kind:s apiVersion:s metadata:meta.ObjectMeta template:PodTemplateSpec',
  PodTemplateSpec: 'metadata:meta.ObjectMeta spec:PodSpec',
  PortStatus: 'port:i! protocol:s=v1.Protocol! error:*s',
  PortworxVolumeSource: 'volumeID:s! fsType:s readOnly:b',
  PreferredSchedulingTerm: 'weight:i! preference:NodeSelectorTerm!',
  Probe:
    'exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction grpc:*GRPCAction initialDelaySeconds:i timeoutSeconds:i periodSeconds:i successThreshold:i failureThreshold:i terminationGracePeriodSeconds:*l',
  ProjectedVolumeSource: 'sources:[]VolumeProjection! defaultMode:*i',
  QuobyteVolumeSource: 'registry:s! volume:s! readOnly:b user:s group:s tenant:s',
  RBDPersistentVolumeSource:
    'monitors:[]s! image:s! fsType:s pool:s user:s keyring:s secretRef:*SecretReference readOnly:b',
  RBDVolumeSource:
    'monitors:[]s! image:s! fsType:s pool:s user:s keyring:s secretRef:*LocalObjectReference readOnly:b',
  ReplicationController:
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:ReplicationControllerSpec status:ReplicationControllerStatus',
  ReplicationControllerCondition:
    'type:s=v1.ReplicationControllerConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  ReplicationControllerSpec: 'replicas:*i minReadySeconds:i selector:{}s%# template:*PodTemplateSpec',
  ReplicationControllerStatus:
    'replicas:i! fullyLabeledReplicas:i readyReplicas:i availableReplicas:i observedGeneration:l conditions:[]ReplicationControllerCondition~type%type',
  ResourceClaim: 'name:s! request:s',
  ResourceFieldSelector: 'containerName:s resource:s! divisor:q! %#',
  ResourceHealth: 'resourceID:s=v1.ResourceID! health:s=v1.ResourceHealthStatus',
  ResourceQuota:
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:ResourceQuotaSpec status:ResourceQuotaStatus',
  ResourceQuotaSpec: 'hard:{}q scopes:[]s=v1.ResourceQuotaScope scopeSelector:*ScopeSelector',
  ResourceQuotaStatus: 'hard:{}q used:{}q',
  ResourceRequirements: 'limits:{}q requests:{}q claims:[]ResourceClaim%name',
  ResourceStatus: 'name:s=v1.ResourceName! resources:[]ResourceHealth%resourceID',
  SELinuxOptions: 'user:s role:s type:s level:s',
  ScaleIOPersistentVolumeSource:
    'gateway:s! system:s! secretRef:*SecretReference! sslEnabled:b protectionDomain:s storagePool:s storageMode:s volumeName:s fsType:s readOnly:b',
  ScaleIOVolumeSource:
    'gateway:s! system:s! secretRef:*LocalObjectReference! sslEnabled:b protectionDomain:s storagePool:s storageMode:s volumeName:s fsType:s readOnly:b',
  ScopeSelector: 'matchExpressions:[]ScopedResourceSelectorRequirement %#',
  ScopedResourceSelectorRequirement:
    'scopeName:s=v1.ResourceQuotaScope! operator:s=v1.ScopeSelectorOperator! values:[]s',
  SeccompProfile: 'type:s=v1.SeccompProfileType! localhostProfile:*s',
  Secret:
    'kind:s apiVersion:s metadata:meta.ObjectMeta immutable:*b data:{}y stringData:{}s type:s=v1.SecretType',
  SecretEnvSource: 'name:s optional:*b',
  SecretKeySelector: 'name:s key:s! optional:*b %#',
  SecretProjection: 'name:s items:[]KeyToPath optional:*b',
  SecretReference: 'name:s namespace:s %#',
  SecretVolumeSource: 'secretName:s items:[]KeyToPath defaultMode:*i optional:*b',
  SecurityContext:
    'capabilities:*Capabilities privileged:*b seLinuxOptions:*SELinuxOptions windowsOptions:*WindowsSecurityContextOptions runAsUser:*l runAsGroup:*l runAsNonRoot:*b readOnlyRootFilesystem:*b allowPrivilegeEscalation:*b procMount:*s=v1.ProcMountType seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile',
  Service: 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:ServiceSpec status:ServiceStatus',
  ServiceAccount:
    'kind:s apiVersion:s metadata:meta.ObjectMeta secrets:[]ObjectReference~name%name imagePullSecrets:[]LocalObjectReference automountServiceAccountToken:*b',
  ServiceAccountTokenProjection: 'audience:s expirationSeconds:*l path:s!',
  ServicePort: 'name:s protocol:s=v1.Protocol appProtocol:*s port:i! targetPort:x nodePort:i',
  ServiceSpec:
    'ports:[]ServicePort~port%port,protocol selector:{}s%# clusterIP:s clusterIPs:[]s type:s=v1.ServiceType externalIPs:[]s sessionAffinity:s=v1.ServiceAffinity loadBalancerIP:s loadBalancerSourceRanges:[]s externalName:s externalTrafficPolicy:s=v1.ServiceExternalTrafficPolicy healthCheckNodePort:i publishNotReadyAddresses:b sessionAffinityConfig:*SessionAffinityConfig ipFamilies:[]s=v1.IPFamily ipFamilyPolicy:*s=v1.IPFamilyPolicy allocateLoadBalancerNodePorts:*b loadBalancerClass:*s internalTrafficPolicy:*s=v1.ServiceInternalTrafficPolicy trafficDistribution:*s',
  ServiceStatus: 'loadBalancer:LoadBalancerStatus conditions:[]meta.Condition~type%type',
  SessionAffinityConfig: 'clientIP:*ClientIPConfig',
  SleepAction: 'seconds:l!',
  StorageOSPersistentVolumeSource:
    'volumeName:s volumeNamespace:s fsType:s readOnly:b secretRef:*ObjectReference',
  StorageOSVolumeSource: 'volumeName:s volumeNamespace:s fsType:s readOnly:b secretRef:*LocalObjectReference',
  Sysctl: 'name:s! value:s!',
  TCPSocketAction: 'port:x! host:s',
  Taint: 'key:s! value:s effect:s=v1.TaintEffect! timeAdded:*t',
  Toleration: 'key:s operator:s=v1.TolerationOperator value:s effect:s=v1.TaintEffect tolerationSeconds:*l',
  TopologySelectorLabelRequirement: 'key:s! values:[]s!',
  TopologySelectorTerm: 'matchLabelExpressions:[]TopologySelectorLabelRequirement %#',
  TopologySpreadConstraint:
    'maxSkew:i! topologyKey:s! whenUnsatisfiable:s=v1.UnsatisfiableConstraintAction! labelSelector:*meta.LabelSelector minDomains:*i nodeAffinityPolicy:*s=v1.NodeInclusionPolicy nodeTaintsPolicy:*s=v1.NodeInclusionPolicy matchLabelKeys:[]s',
  TypedLocalObjectReference: 'apiGroup:*s! kind:s! name:s! %#',
  TypedObjectReference: 'apiGroup:*s! kind:s! name:s! namespace:*s',
  Volume:
    'name:s! hostPath:*HostPathVolumeSource emptyDir:*EmptyDirVolumeSource gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource gitRepo:*GitRepoVolumeSource secret:*SecretVolumeSource nfs:*NFSVolumeSource iscsi:*ISCSIVolumeSource glusterfs:*GlusterfsVolumeSource persistentVolumeClaim:*PersistentVolumeClaimVolumeSource rbd:*RBDVolumeSource flexVolume:*FlexVolumeSource cinder:*CinderVolumeSource cephfs:*CephFSVolumeSource flocker:*FlockerVolumeSource downwardAPI:*DownwardAPIVolumeSource fc:*FCVolumeSource azureFile:*AzureFileVolumeSource configMap:*ConfigMapVolumeSource vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource projected:*ProjectedVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOVolumeSource storageos:*StorageOSVolumeSource csi:*CSIVolumeSource ephemeral:*EphemeralVolumeSource image:*ImageVolumeSource',
  VolumeDevice: 'name:s! devicePath:s!',
  VolumeMount:
    'name:s! readOnly:b recursiveReadOnly:*s=v1.RecursiveReadOnlyMode mountPath:s! subPath:s mountPropagation:*s=v1.MountPropagationMode subPathExpr:s',
  VolumeMountStatus: 'name:s! mountPath:s! readOnly:b recursiveReadOnly:*s=v1.RecursiveReadOnlyMode',
  VolumeNodeAffinity: 'required:*NodeSelector',
  VolumeProjection:
    'secret:*SecretProjection downwardAPI:*DownwardAPIProjection configMap:*ConfigMapProjection serviceAccountToken:*ServiceAccountTokenProjection clusterTrustBundle:*ClusterTrustBundleProjection podCertificate:*PodCertificateProjection',
  VolumeResourceRequirements: 'limits:{}q requests:{}q',
  VsphereVirtualDiskVolumeSource: 'volumePath:s! fsType:s storagePolicyName:s storagePolicyID:s',
  WeightedPodAffinityTerm: 'weight:i! podAffinityTerm:PodAffinityTerm!',
  WindowsSecurityContextOptions:
    'gmsaCredentialSpecName:*s gmsaCredentialSpec:*s runAsUserName:*s hostProcess:*b',
  WorkloadReference: 'name:s! podGroup:s! podGroupReplicaKey:s',
  'apps.ControllerRevision': 'kind:s apiVersion:s metadata:meta.ObjectMeta data:o revision:l!',
  'apps.DaemonSet':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:apps.DaemonSetSpec status:apps.DaemonSetStatus',
  'apps.DaemonSetCondition':
    'type:s=v1.DaemonSetConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  'apps.DaemonSetSpec':
    'selector:*meta.LabelSelector! template:PodTemplateSpec! updateStrategy:apps.DaemonSetUpdateStrategy minReadySeconds:i revisionHistoryLimit:*i',
  'apps.DaemonSetStatus':
    'currentNumberScheduled:i! numberMisscheduled:i! desiredNumberScheduled:i! numberReady:i! observedGeneration:l updatedNumberScheduled:i numberAvailable:i numberUnavailable:i collisionCount:*i conditions:[]apps.DaemonSetCondition~type%type',
  'apps.DaemonSetUpdateStrategy':
    'type:s=v1.DaemonSetUpdateStrategyType rollingUpdate:*apps.RollingUpdateDaemonSet',
  'apps.Deployment':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:apps.DeploymentSpec status:apps.DeploymentStatus',
  'apps.DeploymentCondition':
    'type:s=v1.DeploymentConditionType! status:s=v1.ConditionStatus! lastUpdateTime:t! lastTransitionTime:t! reason:s message:s',
  'apps.DeploymentSpec':
    'replicas:*i selector:*meta.LabelSelector! template:PodTemplateSpec! strategy:apps.DeploymentStrategy^ minReadySeconds:i revisionHistoryLimit:*i paused:b progressDeadlineSeconds:*i',
  'apps.DeploymentStatus':
    'observedGeneration:l replicas:i updatedReplicas:i readyReplicas:i availableReplicas:i unavailableReplicas:i terminatingReplicas:*i conditions:[]apps.DeploymentCondition~type%type collisionCount:*i',
  'apps.DeploymentStrategy': 'type:s=v1.DeploymentStrategyType rollingUpdate:*apps.RollingUpdateDeployment',
  'apps.ReplicaSet':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:apps.ReplicaSetSpec status:apps.ReplicaSetStatus',
  'apps.ReplicaSetCondition':
    'type:s=v1.ReplicaSetConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  'apps.ReplicaSetSpec':
    'replicas:*i minReadySeconds:i selector:*meta.LabelSelector! template:PodTemplateSpec',
  'apps.ReplicaSetStatus':
    'replicas:i! fullyLabeledReplicas:i readyReplicas:i availableReplicas:i terminatingReplicas:*i observedGeneration:l conditions:[]apps.ReplicaSetCondition~type%type',
  'apps.RollingUpdateDaemonSet': 'maxUnavailable:*x maxSurge:*x',
  'apps.RollingUpdateDeployment': 'maxUnavailable:*x maxSurge:*x',
  'apps.RollingUpdateStatefulSetStrategy': 'partition:*i maxUnavailable:*x',
  'apps.StatefulSet':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:apps.StatefulSetSpec status:apps.StatefulSetStatus',
  'apps.StatefulSetCondition':
    'type:s=v1.StatefulSetConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  'apps.StatefulSetOrdinals': 'start:i!',
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy':
    'whenDeleted:s=v1.PersistentVolumeClaimRetentionPolicyType whenScaled:s=v1.PersistentVolumeClaimRetentionPolicyType',
  'apps.StatefulSetSpec':
    'replicas:*i selector:*meta.LabelSelector! template:PodTemplateSpec! volumeClaimTemplates:[]PersistentVolumeClaim serviceName:s! podManagementPolicy:s=v1.PodManagementPolicyType updateStrategy:apps.StatefulSetUpdateStrategy revisionHistoryLimit:*i minReadySeconds:i persistentVolumeClaimRetentionPolicy:*apps.StatefulSetPersistentVolumeClaimRetentionPolicy ordinals:*apps.StatefulSetOrdinals',
  'apps.StatefulSetStatus':
    'observedGeneration:l replicas:i! readyReplicas:i currentReplicas:i updatedReplicas:i currentRevision:s updateRevision:s collisionCount:*i conditions:[]apps.StatefulSetCondition~type%type availableReplicas:i!',
  'apps.StatefulSetUpdateStrategy':
    'type:s=v1.StatefulSetUpdateStrategyType rollingUpdate:*apps.RollingUpdateStatefulSetStrategy',
  'authentication.BoundObjectReference': 'kind:s apiVersion:s name:s uid:s=types.UID',
  'authentication.SelfSubjectReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta status:authentication.SelfSubjectReviewStatus',
  'authentication.SelfSubjectReviewStatus': 'userInfo:authentication.UserInfo',
  'authentication.TokenRequest':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authentication.TokenRequestSpec! status:authentication.TokenRequestStatus',
  'authentication.TokenRequestSpec':
    'audiences:[]s! expirationSeconds:*l! boundObjectRef:*authentication.BoundObjectReference!',
  'authentication.TokenRequestStatus': 'token:s! expirationTimestamp:t!',
  'authentication.TokenReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authentication.TokenReviewSpec! status:authentication.TokenReviewStatus',
  'authentication.TokenReviewSpec': 'token:s audiences:[]s',
  'authentication.TokenReviewStatus': 'authenticated:b user:authentication.UserInfo audiences:[]s error:s',
  'authentication.UserInfo': 'username:s uid:s groups:[]s extra:{}[]s',
  'authorization.FieldSelectorAttributes': 'rawSelector:s requirements:[]meta.FieldSelectorRequirement',
  'authorization.LabelSelectorAttributes': 'rawSelector:s requirements:[]meta.LabelSelectorRequirement',
  'authorization.LocalSubjectAccessReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authorization.SubjectAccessReviewSpec! status:authorization.SubjectAccessReviewStatus',
  'authorization.NonResourceAttributes': 'path:s verb:s',
  'authorization.NonResourceRule': 'verbs:[]s! nonResourceURLs:[]s',
  'authorization.ResourceAttributes':
    'namespace:s verb:s group:s version:s resource:s subresource:s name:s fieldSelector:*authorization.FieldSelectorAttributes labelSelector:*authorization.LabelSelectorAttributes',
  'authorization.ResourceRule': 'verbs:[]s! apiGroups:[]s resources:[]s resourceNames:[]s',
  'authorization.SelfSubjectAccessReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authorization.SelfSubjectAccessReviewSpec! status:authorization.SubjectAccessReviewStatus',
  'authorization.SelfSubjectAccessReviewSpec':
    'resourceAttributes:*authorization.ResourceAttributes nonResourceAttributes:*authorization.NonResourceAttributes',
  'authorization.SelfSubjectRulesReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authorization.SelfSubjectRulesReviewSpec! status:authorization.SubjectRulesReviewStatus',
  'authorization.SelfSubjectRulesReviewSpec': 'namespace:s',
  'authorization.SubjectAccessReview':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:authorization.SubjectAccessReviewSpec! status:authorization.SubjectAccessReviewStatus',
  'authorization.SubjectAccessReviewSpec':
    'resourceAttributes:*authorization.ResourceAttributes nonResourceAttributes:*authorization.NonResourceAttributes user:s groups:[]s extra:{}[]s uid:s',
  'authorization.SubjectAccessReviewStatus': 'allowed:b! denied:b reason:s evaluationError:s',
  'authorization.SubjectRulesReviewStatus':
    'resourceRules:[]authorization.ResourceRule! nonResourceRules:[]authorization.NonResourceRule! incomplete:b! evaluationError:s',
  'autoscalingv1.CrossVersionObjectReference': 'kind:s! name:s! apiVersion:s %#',
  'autoscalingv1.HorizontalPodAutoscaler':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:autoscalingv1.HorizontalPodAutoscalerSpec status:autoscalingv1.HorizontalPodAutoscalerStatus',
  'autoscalingv1.HorizontalPodAutoscalerSpec':
    'scaleTargetRef:autoscalingv1.CrossVersionObjectReference! minReplicas:*i maxReplicas:i! targetCPUUtilizationPercentage:*i',
  'autoscalingv1.HorizontalPodAutoscalerStatus':
    'observedGeneration:*l lastScaleTime:*t currentReplicas:i! desiredReplicas:i! currentCPUUtilizationPercentage:*i',
  'autoscalingv1.Scale':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:autoscalingv1.ScaleSpec status:autoscalingv1.ScaleStatus',
  'autoscalingv1.ScaleSpec': 'replicas:i',
  'autoscalingv1.ScaleStatus': 'replicas:i! selector:s',
  'autoscalingv2.ContainerResourceMetricSource':
    'name:s=v1.ResourceName! target:autoscalingv2.MetricTarget! container:s!',
  'autoscalingv2.ContainerResourceMetricStatus':
    'name:s=v1.ResourceName! current:autoscalingv2.MetricValueStatus! container:s!',
  'autoscalingv2.CrossVersionObjectReference': 'kind:s! name:s! apiVersion:s',
  'autoscalingv2.ExternalMetricSource':
    'metric:autoscalingv2.MetricIdentifier! target:autoscalingv2.MetricTarget!',
  'autoscalingv2.ExternalMetricStatus':
    'metric:autoscalingv2.MetricIdentifier! current:autoscalingv2.MetricValueStatus!',
  'autoscalingv2.HPAScalingPolicy': 'type:s=v1.HPAScalingPolicyType! value:i! periodSeconds:i!',
  'autoscalingv2.HPAScalingRules':
    'stabilizationWindowSeconds:*i selectPolicy:*s=v1.ScalingPolicySelect policies:[]autoscalingv2.HPAScalingPolicy tolerance:*q',
  'autoscalingv2.HorizontalPodAutoscaler':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:autoscalingv2.HorizontalPodAutoscalerSpec status:autoscalingv2.HorizontalPodAutoscalerStatus',
  'autoscalingv2.HorizontalPodAutoscalerBehavior':
    'scaleUp:*autoscalingv2.HPAScalingRules scaleDown:*autoscalingv2.HPAScalingRules',
  'autoscalingv2.HorizontalPodAutoscalerCondition':
    'type:s=v1.HorizontalPodAutoscalerConditionType! status:s=v1.ConditionStatus! lastTransitionTime:t! reason:s message:s',
  'autoscalingv2.HorizontalPodAutoscalerSpec':
    'scaleTargetRef:autoscalingv2.CrossVersionObjectReference! minReplicas:*i maxReplicas:i! metrics:[]autoscalingv2.MetricSpec behavior:*autoscalingv2.HorizontalPodAutoscalerBehavior',
  'autoscalingv2.HorizontalPodAutoscalerStatus':
    'observedGeneration:*l lastScaleTime:*t currentReplicas:i desiredReplicas:i! currentMetrics:[]autoscalingv2.MetricStatus! conditions:[]autoscalingv2.HorizontalPodAutoscalerCondition~type%type',
  'autoscalingv2.MetricIdentifier': 'name:s! selector:*meta.LabelSelector',
  'autoscalingv2.MetricSpec':
    'type:s=v1.MetricSourceType! object:*autoscalingv2.ObjectMetricSource pods:*autoscalingv2.PodsMetricSource resource:*autoscalingv2.ResourceMetricSource containerResource:*autoscalingv2.ContainerResourceMetricSource external:*autoscalingv2.ExternalMetricSource',
  'autoscalingv2.MetricStatus':
    'type:s=v1.MetricSourceType! object:*autoscalingv2.ObjectMetricStatus pods:*autoscalingv2.PodsMetricStatus resource:*autoscalingv2.ResourceMetricStatus containerResource:*autoscalingv2.ContainerResourceMetricStatus external:*autoscalingv2.ExternalMetricStatus',
  'autoscalingv2.MetricTarget': 'type:s=v1.MetricTargetType! value:*q averageValue:*q averageUtilization:*i',
  'autoscalingv2.MetricValueStatus': 'value:*q averageValue:*q averageUtilization:*i',
  'autoscalingv2.ObjectMetricSource':
    'describedObject:autoscalingv2.CrossVersionObjectReference! target:autoscalingv2.MetricTarget! metric:autoscalingv2.MetricIdentifier!',
  'autoscalingv2.ObjectMetricStatus':
    'metric:autoscalingv2.MetricIdentifier! current:autoscalingv2.MetricValueStatus! describedObject:autoscalingv2.CrossVersionObjectReference!',
  'autoscalingv2.PodsMetricSource':
    'metric:autoscalingv2.MetricIdentifier! target:autoscalingv2.MetricTarget!',
  'autoscalingv2.PodsMetricStatus':
    'metric:autoscalingv2.MetricIdentifier! current:autoscalingv2.MetricValueStatus!',
  'autoscalingv2.ResourceMetricSource': 'name:s=v1.ResourceName! target:autoscalingv2.MetricTarget!',
  'autoscalingv2.ResourceMetricStatus': 'name:s=v1.ResourceName! current:autoscalingv2.MetricValueStatus!',
  'batch.CronJob':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:batch.CronJobSpec status:batch.CronJobStatus',
  'batch.CronJobSpec':
    'schedule:s! timeZone:*s startingDeadlineSeconds:*l concurrencyPolicy:s=v1.ConcurrencyPolicy suspend:*b jobTemplate:batch.JobTemplateSpec! successfulJobsHistoryLimit:*i failedJobsHistoryLimit:*i',
  'batch.CronJobStatus': 'active:[]ObjectReference lastScheduleTime:*t lastSuccessfulTime:*t',
  'batch.Job': 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:batch.JobSpec status:batch.JobStatus',
  'batch.JobCondition':
    'type:s=v1.JobConditionType! status:s=v1.ConditionStatus! lastProbeTime:t! lastTransitionTime:t! reason:s message:s',
  'batch.JobSpec':
    'parallelism:*i completions:*i activeDeadlineSeconds:*l podFailurePolicy:*batch.PodFailurePolicy successPolicy:*batch.SuccessPolicy backoffLimit:*i backoffLimitPerIndex:*i maxFailedIndexes:*i selector:*meta.LabelSelector manualSelector:*b template:PodTemplateSpec! ttlSecondsAfterFinished:*i completionMode:*s=v1.CompletionMode suspend:*b podReplacementPolicy:*s=v1.PodReplacementPolicy managedBy:*s',
  'batch.JobStatus':
    'conditions:[]batch.JobCondition~type startTime:*t completionTime:*t active:i succeeded:i failed:i terminating:*i completedIndexes:s failedIndexes:*s uncountedTerminatedPods:*batch.UncountedTerminatedPods ready:*i',
  'batch.JobTemplateSpec': 'metadata:meta.ObjectMeta spec:batch.JobSpec',
  'batch.PodFailurePolicy': 'rules:[]batch.PodFailurePolicyRule!',
  'batch.PodFailurePolicyOnExitCodesRequirement':
    'containerName:*s operator:s=v1.PodFailurePolicyOnExitCodesOperator! values:[]i!%&',
  'batch.PodFailurePolicyOnPodConditionsPattern': 'type:s=v1.PodConditionType! status:s=v1.ConditionStatus!',
  'batch.PodFailurePolicyRule':
    'action:s=v1.PodFailurePolicyAction! onExitCodes:*batch.PodFailurePolicyOnExitCodesRequirement onPodConditions:[]batch.PodFailurePolicyOnPodConditionsPattern',
  'batch.SuccessPolicy': 'rules:[]batch.SuccessPolicyRule!',
  'batch.SuccessPolicyRule': 'succeededIndexes:*s succeededCount:*i',
  'batch.UncountedTerminatedPods': 'succeeded:[]s=types.UID%& failed:[]s=types.UID%&',
  'coordination.Lease': 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:coordination.LeaseSpec',
  'coordination.LeaseSpec':
    'holderIdentity:*s leaseDurationSeconds:*i acquireTime:*u renewTime:*u leaseTransitions:*i strategy:*s=v1.CoordinatedLeaseStrategy preferredHolder:*s',
  'discovery.Endpoint':
    'addresses:[]s!%& conditions:discovery.EndpointConditions hostname:*s targetRef:*ObjectReference deprecatedTopology:{}s nodeName:*s zone:*s hints:*discovery.EndpointHints',
  'discovery.EndpointConditions': 'ready:*b serving:*b terminating:*b',
  'discovery.EndpointHints': 'forZones:[]discovery.ForZone forNodes:[]discovery.ForNode',
  'discovery.EndpointPort': 'name:*s protocol:*s=v1.Protocol port:*i appProtocol:*s %#',
  'discovery.EndpointSlice':
    'kind:s apiVersion:s metadata:meta.ObjectMeta addressType:s=v1.AddressType! endpoints:[]discovery.Endpoint! ports:[]discovery.EndpointPort!',
  'discovery.ForNode': 'name:s!',
  'discovery.ForZone': 'name:s!',
  'events.Event':
    'kind:s apiVersion:s metadata:meta.ObjectMeta! eventTime:u! series:*events.EventSeries reportingController:s reportingInstance:s action:s reason:s regarding:ObjectReference related:*ObjectReference note:s type:s deprecatedSource:EventSource deprecatedFirstTimestamp:t! deprecatedLastTimestamp:t! deprecatedCount:i',
  'events.EventSeries': 'count:i! lastObservedTime:u!',
  'meta.Condition':
    'type:s! status:s=v1.ConditionStatus! observedGeneration:l lastTransitionTime:t! reason:s! message:s!',
  'meta.DeleteOptions':
    'kind:s apiVersion:s gracePeriodSeconds:*l preconditions:*meta.Preconditions orphanDependents:*b propagationPolicy:*s=v1.DeletionPropagation dryRun:[]s ignoreStoreReadErrorWithClusterBreakingPotential:*b',
  'meta.FieldSelectorRequirement': 'key:s! operator:s! values:[]s',
  'meta.LabelSelector': 'matchLabels:{}s matchExpressions:[]meta.LabelSelectorRequirement %#',
  'meta.LabelSelectorRequirement': 'key:s! operator:s=v1.LabelSelectorOperator! values:[]s',
  'meta.ListMeta': 'selfLink:s resourceVersion:s continue:s remainingItemCount:*l',
  'meta.ManagedFieldsEntry':
    'manager:s operation:s=v1.ManagedFieldsOperationType apiVersion:s time:*t fieldsType:s fieldsV1:*o subresource:s',
  'meta.ObjectMeta':
    'name:s generateName:s namespace:s selfLink:s uid:s=types.UID resourceVersion:s generation:l creationTimestamp:t deletionTimestamp:*t deletionGracePeriodSeconds:*l labels:{}s annotations:{}s ownerReferences:[]meta.OwnerReference~uid%uid finalizers:[]s~%& managedFields:[]meta.ManagedFieldsEntry',
  'meta.OwnerReference':
    'apiVersion:s! kind:s! name:s! uid:s=types.UID! controller:*b blockOwnerDeletion:*b %#',
  'meta.Preconditions': 'uid:*s=types.UID resourceVersion:*s',
  'networking.HTTPIngressPath': 'path:s pathType:*s=v1.PathType! backend:networking.IngressBackend!',
  'networking.HTTPIngressRuleValue': 'paths:[]networking.HTTPIngressPath!',
  'networking.IPAddress': 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:networking.IPAddressSpec',
  'networking.IPAddressSpec': 'parentRef:*networking.ParentReference',
  'networking.IPBlock': 'cidr:s! except:[]s',
  'networking.Ingress':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:networking.IngressSpec status:networking.IngressStatus',
  'networking.IngressBackend':
    'service:*networking.IngressServiceBackend resource:*TypedLocalObjectReference',
  'networking.IngressClass': 'kind:s apiVersion:s metadata:meta.ObjectMeta spec:networking.IngressClassSpec',
  'networking.IngressClassParametersReference': 'apiGroup:*s kind:s! name:s! scope:*s! namespace:*s',
  'networking.IngressClassSpec': 'controller:s parameters:*networking.IngressClassParametersReference',
  'networking.IngressLoadBalancerIngress': 'ip:s hostname:s ports:[]networking.IngressPortStatus',
  'networking.IngressLoadBalancerStatus': 'ingress:[]networking.IngressLoadBalancerIngress',
  'networking.IngressPortStatus': 'port:i! protocol:s=v1.Protocol! error:*s',
  'networking.IngressRule': 'host:s http:*networking.HTTPIngressRuleValue',
  'networking.IngressServiceBackend': 'name:s! port:networking.ServiceBackendPort',
  'networking.IngressSpec':
    'ingressClassName:*s defaultBackend:*networking.IngressBackend tls:[]networking.IngressTLS rules:[]networking.IngressRule',
  'networking.IngressStatus': 'loadBalancer:networking.IngressLoadBalancerStatus',
  'networking.IngressTLS': 'hosts:[]s secretName:s',
  'networking.NetworkPolicy':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:networking.NetworkPolicySpec',
  'networking.NetworkPolicyEgressRule':
    'ports:[]networking.NetworkPolicyPort to:[]networking.NetworkPolicyPeer',
  'networking.NetworkPolicyIngressRule':
    'ports:[]networking.NetworkPolicyPort from:[]networking.NetworkPolicyPeer',
  'networking.NetworkPolicyPeer':
    'podSelector:*meta.LabelSelector namespaceSelector:*meta.LabelSelector ipBlock:*networking.IPBlock',
  'networking.NetworkPolicyPort': 'protocol:*s=v1.Protocol port:*x endPort:*i',
  'networking.NetworkPolicySpec':
    'podSelector:meta.LabelSelector! ingress:[]networking.NetworkPolicyIngressRule egress:[]networking.NetworkPolicyEgressRule policyTypes:[]s=v1.PolicyType',
  'networking.ParentReference': 'group:s resource:s namespace:s name:s',
  'networking.ServiceBackendPort': 'name:s number:i %#',
  'networking.ServiceCIDR':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:networking.ServiceCIDRSpec status:networking.ServiceCIDRStatus',
  'networking.ServiceCIDRSpec': 'cidrs:[]s',
  'networking.ServiceCIDRStatus': 'conditions:[]meta.Condition~type%type',
  'policy.Eviction': 'kind:s apiVersion:s metadata:meta.ObjectMeta deleteOptions:*meta.DeleteOptions',
  'policy.PodDisruptionBudget':
    'kind:s apiVersion:s metadata:meta.ObjectMeta spec:policy.PodDisruptionBudgetSpec status:policy.PodDisruptionBudgetStatus',
  'policy.PodDisruptionBudgetSpec':
    'minAvailable:*x selector:*meta.LabelSelector maxUnavailable:*x unhealthyPodEvictionPolicy:*s=v1.UnhealthyPodEvictionPolicyType',
  'policy.PodDisruptionBudgetStatus':
    'observedGeneration:l disruptedPods:{}t disruptionsAllowed:i! currentHealthy:i! desiredHealthy:i! expectedPods:i! conditions:[]meta.Condition~type%type',
  'rbac.AggregationRule': 'clusterRoleSelectors:[]meta.LabelSelector',
  'rbac.ClusterRole':
    'kind:s apiVersion:s metadata:meta.ObjectMeta rules:[]rbac.PolicyRule! aggregationRule:*rbac.AggregationRule',
  'rbac.ClusterRoleBinding':
    'kind:s apiVersion:s metadata:meta.ObjectMeta subjects:[]rbac.Subject roleRef:rbac.RoleRef!',
  'rbac.PolicyRule': 'verbs:[]s! apiGroups:[]s resources:[]s resourceNames:[]s nonResourceURLs:[]s',
  'rbac.Role': 'kind:s apiVersion:s metadata:meta.ObjectMeta rules:[]rbac.PolicyRule!',
  'rbac.RoleBinding':
    'kind:s apiVersion:s metadata:meta.ObjectMeta subjects:[]rbac.Subject roleRef:rbac.RoleRef!',
  'rbac.RoleRef': 'apiGroup:s! kind:s! name:s! %#',
  'rbac.Subject': 'kind:s! apiGroup:s name:s! namespace:s %#',
  'scheduling.PriorityClass':
    'kind:s apiVersion:s metadata:meta.ObjectMeta value:i! globalDefault:b description:s preemptionPolicy:*s=v1.PreemptionPolicy',
  'storage.StorageClass':
    'kind:s apiVersion:s metadata:meta.ObjectMeta provisioner:s! parameters:{}s reclaimPolicy:*s=v1.PersistentVolumeReclaimPolicy mountOptions:[]s allowVolumeExpansion:*b volumeBindingMode:*s=v1.VolumeBindingMode allowedTopologies:[]TopologySelectorTerm',
};
