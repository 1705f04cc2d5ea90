export { type TextKey, type Texts, textsFrom } from '#shared/messages/texts.ts';
