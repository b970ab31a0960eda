import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, nameOf, namespaceOf, textAt, scalarText } from '../unstructured.ts';

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** @upstream kubectl/pkg/describe/describe.go describePVC */
export const persistentVolumeClaim: Describer = {
  kind: 'PersistentVolumeClaim',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'PersistentVolumeClaim') : undefined;
    const listed = yield* k.get(`/api/v1/namespaces/${namespaceOf(object)}/pods`, { limit: '500' });
    const users = (listed.ok ? listAt(listed.value, 'items') : []).filter((pod) =>
      listAt(pod, 'spec', 'volumes').some(
        (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === nameOf(object),
      ),
    );
    const w = new DescriptionWriter();
    const volume = textAt(object, 'spec', 'volumeName');
    const deleted = textAt(object, 'metadata', 'deletionTimestamp') !== '';
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.line('StorageClass', textAt(object, 'spec', 'storageClassName'));
    w.line('Status', deleted ? 'Terminating' : textAt(object, 'status', 'phase'));
    w.line('Volume', volume);
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.line('Finalizers', `[${listAt(object, 'metadata', 'finalizers').join(' ')}]`);
    const modes = listAt(object, volume === '' ? 'none' : 'status', 'accessModes').map(
      (mode) => MODES[String(mode)] ?? String(mode),
    );
    w.line('Capacity', volume === '' ? '' : scalarText(at(object, 'status', 'capacity', 'storage')));
    w.line('Access Modes', modes.join(','));
    w.line('VolumeMode', textAt(object, 'spec', 'volumeMode'));
    w.line('Used By', users.length === 0 ? '<none>' : users.map(nameOf).join('\n\t'));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
