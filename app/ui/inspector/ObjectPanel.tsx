import { useEffect, useState } from 'react';
import type { Row } from '../../engine/protocol.ts';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { useSelection } from '../store/selection.ts';
import { useT, type WordKey } from '../text/translate.ts';

/** One object of the cluster: what the picture knows of it, and its YAML as the API server has it now. */
export function ObjectPanel() {
  const t = useT();
  const key = useSelection((selection) => selection.object);
  const row = useCluster((cluster) => (key === undefined ? undefined : cluster.rows.get(key)));
  const yaml = useYaml(key, row);
  if (row === undefined) return <p className="drawer-empty">{t('object')}</p>;
  return (
    <div className="object-panel">
      <h3>
        {row.kind} {row.name}
      </h3>
      <dl>
        {factsOf(row).map(([word, value]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd className="code">{value}</dd>
          </div>
        ))}
      </dl>
      {yaml === undefined ? null : <pre className="code">{yaml}</pre>}
    </div>
  );
}

/** The YAML follows the object: it is asked for anew whenever the row changes. */
function useYaml(key: string | undefined, row: Row | undefined): string | undefined {
  const [known, setKnown] = useState<{ readonly key: string; readonly yaml: string }>();
  useEffect(() => {
    if (key === undefined || row === undefined || row.kind === 'Actor') return undefined;
    let gone = false;
    void engine.ask({ about: 'object', key }).then(({ yaml }) => {
      if (!gone) setKnown({ key, yaml });
    });
    return () => {
      gone = true;
    };
  }, [key, row]);
  return known?.key === key ? known?.yaml : undefined;
}

function factsOf(row: Row): (readonly [WordKey, string])[] {
  const labels = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .map(([name, value]) => `${name}=${value}`)
      .join(', ');
  if (row.kind === 'Node')
    return [
      ['address', [row.internalIp, row.externalIp ?? ''].join(' ').trim()],
      ['state', row.ready === 'True' ? 'Ready' : 'NotReady'],
    ];
  if (row.kind === 'Pod')
    return [
      ['address', row.ip ?? ''],
      ['node', row.node ?? ''],
      ['state', row.status],
      ['labels', labels(row.labels)],
      ['containers', row.containers.map(({ name, image }) => `${name} (${image})`).join(', ')],
    ];
  if (row.kind === 'Service')
    return [
      ['address', row.clusterIp],
      ['endpoints', row.endpoints.map(({ ip, port }) => `${ip}:${port}`).join(', ')],
    ];
  return [];
}
