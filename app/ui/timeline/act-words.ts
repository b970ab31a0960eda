import type { ActLabel } from '../../engine/protocol.ts';
import { stepNumber } from '../store/content.ts';
import type { Translate } from '../text/translate.ts';

/** An act or a move in words: what undo and redo say they will do. */
export function actWords(label: ActLabel, t: Translate): string {
  switch (label.type) {
    case 'command':
      return label.text === '' ? t('actTyping') : label.text;
    case 'edit':
      return t('actEdit', { file: label.file });
    case 'switch':
      return t(label.value === 'on' ? 'actSwitchOn' : 'actSwitchOff', {
        name: label.name,
        target: label.target.replace(/^.*\//, ''),
      });
    case 'jump':
      return t('actJump', { number: stepNumber(label.step) });
    case 'load':
      return t('actLoad');
    case 'branch':
      return t('actBranch', { name: label.name });
    case 'return':
      return t('actReturn', { name: label.name });
    case 'line':
      return t('actLine', { act: actWords(label.label, t) });
  }
}
