/**
 * What differs between two runs of the same real cluster, and what the recorder invented: random names, identifiers, times,
 * sizes. Order matters: the first that fits a place takes it.
 */
export const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/containerd:\/\/[0-9a-f]{64}/g, 'containerd://<id>'],
  [/\bsha256:[0-9a-f]{64}\b/g, 'sha256:<digest>'],
  [/((?:machineID|Machine ID)"?: +"?)[0-9a-f]{32}\b/g, '$1<id>'],
  [/(Image size: |sizeBytes"?: )\d+/g, '$1<n>'],
  [/(?<=[\w.-])((?:"?[:=][ \t]*|[ \t]{2,}|[ \t])\d+)m(?= \(\d+%\))/g, '$1 milli'],
  [/(\bcpu"?:[ \t]+"?\d+)m\b/g, '$1 milli'],
  [/(?<=[a-z0-9])\.[0-9a-f]{16}\b/g, '.<event>'],
  [/-([456789bcdf]{6,10})-([bcdfghjklmnpqrstvwxz2456789]{5})\b/g, '-<hash>-<rand>'],
  [/(pod-template-hash"?[=:] ?"?)[456789bcdf]{6,10}/g, '$1<hash>'],
  [/(?<=[a-z0-9])-(?=[456789bcdf]*[4-9])([456789bcdf]{8,10})\b/g, '-<hash>'],
  [/(?<=[a-z0-9])-([bcdfghjklmnpqrstvwxz2456789]{5})(?=[\s"'/:,]|$)/g, '-<rand>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000( UTC)?/g, '<time>'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/(resourceVersion\\?"?: ?\\?")\d+/g, '$1<rv>'],
  [/\bin [0-9.]+m?s \([0-9.]+m?s including waiting\)/g, 'in <age> (<age> including waiting)'],
  [/\(x\d+ over (\d+[dhms])+\)/g, '(x<n> over <age>)'],
  [/\((\d+[dhms])+ ago\)/g, '(<age> ago)'],
  [/\b([EFIW])\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ /g, '$1<klog> '],
  [/\b(tls\.(?:key|crt): +)\d+ bytes/g, '$1<n> bytes'],
  [/\/tmp\/(LIVE|MERGED|kubectl-edit)-\d+/g, '/tmp/$1-<n>'],
  [/(?<=\s)(?=\d)(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(?=\s|$)/gm, '<age>'],
];

/** Addresses that are fixed in the world and count as they are. */
export const FIXED_ADDRESSES: readonly string[] = ['10.0.0.0', '10.0.0.1', '10.0.0.10', '10.96.0.99'];

/** Node ports that scripts ask for themselves. */
export const FIXED_PORTS: readonly string[] = ['30080', '30081', '30123', '30001', '30000', '32767'];
