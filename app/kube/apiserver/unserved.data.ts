/**
 * Resources of a stock v1.35 server that discovery lists and this cluster does not keep:
 * `PLURAL KIND [SHORT,NAMES] [@CATEGORY] [/subresource]`, `*` before those that belong to a namespace, `+` before those that
 * are only ever created, `?` before those that are only read, `-` before those of which a fresh cluster holds some,
 * `!` before those that a delete answers with.
 */
export const UNSERVED: Readonly<Record<string, readonly string[]>> = {
  v1: ['*+bindings Binding', '?componentstatuses ComponentStatus cs'],
  'apiregistration.k8s.io/v1': ['-apiservices APIService @api-extensions /status'],
  'authentication.k8s.io/v1': ['+selfsubjectreviews SelfSubjectReview', '+tokenreviews TokenReview'],
  'authorization.k8s.io/v1': [
    '*+localsubjectaccessreviews LocalSubjectAccessReview',
    '+selfsubjectaccessreviews SelfSubjectAccessReview',
    '+selfsubjectrulesreviews SelfSubjectRulesReview',
    '+subjectaccessreviews SubjectAccessReview',
  ],
  'certificates.k8s.io/v1': ['certificatesigningrequests CertificateSigningRequest csr /approval /status'],
  'storage.k8s.io/v1': [
    '!csidrivers CSIDriver',
    '-!csinodes CSINode',
    '*csistoragecapacities CSIStorageCapacity',
    '!volumeattachments VolumeAttachment /status',
    '!volumeattributesclasses VolumeAttributesClass vac',
  ],
  'admissionregistration.k8s.io/v1': [
    'mutatingwebhookconfigurations MutatingWebhookConfiguration @api-extensions',
    'validatingadmissionpolicies ValidatingAdmissionPolicy @api-extensions /status',
    'validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding @api-extensions',
    'validatingwebhookconfigurations ValidatingWebhookConfiguration @api-extensions',
  ],
  'apiextensions.k8s.io/v1': [
    'customresourcedefinitions CustomResourceDefinition crd,crds @api-extensions /status',
  ],
  'node.k8s.io/v1': ['runtimeclasses RuntimeClass'],
  'resource.k8s.io/v1': [
    'deviceclasses DeviceClass',
    '*resourceclaims ResourceClaim /status',
    '*resourceclaimtemplates ResourceClaimTemplate',
    'resourceslices ResourceSlice',
  ],
  'flowcontrol.apiserver.k8s.io/v1': [
    '-flowschemas FlowSchema /status',
    '-prioritylevelconfigurations PriorityLevelConfiguration /status',
  ],
};
