import { isMoving, useSession } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { badgeOf, placeName, verdictOf } from '../trace/words.ts';

/** Tells each stop of the watched packet once, politely; while it plays on, only where it ends. */
export function Narration() {
  const t = useT();
  const { stops, stop, trace, transport, slots } = useSession();
  const here = stops[stop];
  // While a longer stretch is being played, the text stays empty: one message at its end is enough.
  const playsOn = isMoving(transport) && transport.until > (slots[stop + 1]?.arrives ?? 0) + 1;
  if (here === undefined || trace === undefined || playsOn) return <Live text="" />;
  const rewrite = badgeOf(here);
  const parts = [
    t('hopSentence', { n: stop + 1, of: stops.length, place: placeName(here.place) }),
    here.hook ?? '',
    rewrite === undefined
      ? t(verdictOf(here, trace).word)
      : t('becomes', { kind: rewrite.kind, to: spoken(rewrite.to) }),
  ];
  return <Live text={parts.filter((part) => part !== '').join(', ')} />;
}

function Live({ text }: { readonly text: string }) {
  return (
    <p className="hidden" role="status" aria-live="polite" data-narration="">
      {text}
    </p>
  );
}

/** `10.244.3.4 port 80`: a colon is read badly. */
const spoken = (address: string): string => address.replace(/:(\d+)$/, ' port $1');
