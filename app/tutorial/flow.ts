import type { DropReason, Hop, Rewrite, Trace } from '../linux/trace.ts';

/** A Trace in the words of the proofs. */
export interface Flow {
  readonly trace: Trace;
  /** Where it began, as traces name places: `node-ljyd`, `pod/default/curl`, `laptop`. */
  readonly from: string;
  readonly fromKind: 'pod' | 'node' | 'outside';
  /** As sent: `10.0.162.149:80`, before any rewriting. */
  readonly to: string;
  readonly toIp: string;
  readonly toPort: number;
  /** New destination and the place where it was written, if it was. */
  readonly dnat?: { readonly to: string; readonly at: string };
  /** New source, if it was rewritten (the cloud edge's mapping is none). */
  readonly snat?: { readonly to: string; readonly at: string };
  /** Whether a conntrack entry with a translation was made. */
  readonly conntrack: boolean;
  readonly verdict: 'open' | 'delivered' | 'refused' | 'rejected' | 'dropped' | 'unreachable' | 'reset';
  /** Who refused, rejected or lost it. */
  readonly by?: string;
  readonly why?: DropReason;
  /** Status of the first HTTP response. */
  readonly http?: number;
  /** `ip:port` of the endpoint that answered, as it knows itself. */
  readonly server?: string;
  /** Source address that the server saw. */
  readonly seenSource?: string;
  /** Machines that the first request passed, in order. */
  readonly places: readonly string[];
}

/** Says in the words of the proofs what a Trace shows. */
export function flowOf(trace: Trace): Flow {
  const request = trace.packets.filter(({ direction }) => direction === 'request');
  const hops = request.flatMap((journey) => journey.hops);
  const http = trace.notes.find((note) => note.type === 'http.response');
  const dnat = rewriteOf(hops, ['DNAT']);
  const snat = rewriteOf(hops, ['SNAT', 'MASQ']);
  const { from, original } = trace;
  return {
    trace,
    from: from.netns,
    fromKind: kindOf(from.netns),
    to: `${original.dst}:${original.dport}`,
    toIp: original.dst,
    toPort: original.dport,
    ...(dnat && { dnat }),
    ...(snat && { snat }),
    conntrack: hops.some(({ conntrack }) => conntrack !== undefined),
    ...outcomeOf(trace),
    ...(http && { http: http.status }),
    places: [...new Set(request[0]?.hops.map(({ place }) => String(place)))],
  };
}

function outcomeOf({ outcome }: Trace): Pick<Flow, 'verdict' | 'by' | 'why' | 'server' | 'seenSource'> {
  switch (outcome.type) {
    case 'open':
      return { verdict: 'open' };
    case 'delivered':
      return {
        verdict: 'delivered',
        server: `${outcome.by.ip}:${outcome.by.port}`,
        seenSource: outcome.seenSource.ip,
      };
    case 'dropped':
      return { verdict: 'dropped', by: outcome.at, why: outcome.why };
    default:
      return { verdict: outcome.type, by: outcome.by };
  }
}

function rewriteOf(
  hops: readonly Hop[],
  kinds: readonly Rewrite['kind'][],
): { to: string; at: string } | undefined {
  for (const hop of hops) {
    const rewrite = hop.rewrites.find(({ kind }) => kinds.includes(kind));
    if (rewrite) return { to: rewrite.to, at: hop.place };
  }
  return undefined;
}

function kindOf(place: string): Flow['fromKind'] {
  if (place.startsWith('pod/')) return 'pod';
  return place === 'laptop' || place === 'internet' || place === 'edge' ? 'outside' : 'node';
}
