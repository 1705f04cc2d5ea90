/** Marks of Chinese sentences, brackets and quotes: where one stands, an address, a path or a word has ended. Safe inside `[]` of an expression. */
export const CJK_MARKS = '，。、；：！？「」『』（）《》“”‘’【】';
