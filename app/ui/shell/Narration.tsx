import { useEffect, useState } from 'react';
import { isMoving, useSession } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { badgeOf, placeName, verdictOf } from '../trace/words.ts';

/** Tells each stop of the watched packet once, politely; while it plays, only where it ended. */
export function Narration() {
  const t = useT();
  const { stops, stop, trace, transport } = useSession();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const here = stops[stop];
    if (here === undefined || trace === undefined) return;
    const toldWhilePlaying = isMoving(transport) && transport.until > 0 && stop !== stops.length - 1;
    if (toldWhilePlaying) return;
    const rewrite = badgeOf(here);
    const parts = [
      t('hopSentence', { n: stop + 1, of: stops.length, place: placeName(here.place) }),
      here.hook ?? '',
      rewrite === undefined
        ? t(verdictOf(here, trace).word)
        : t('becomes', { kind: rewrite.kind, to: spoken(rewrite.to) }),
    ];
    setSaid(parts.filter((part) => part !== '').join(', '));
  }, [stops, stop, trace, transport, t]);
  return (
    <p className="hidden" role="status" aria-live="polite" data-narration="">
      {said}
    </p>
  );
}

/** `10.244.3.4 port 80`: a colon is read badly. */
const spoken = (address: string): string => address.replace(/:(\d+)$/, ' port $1');
