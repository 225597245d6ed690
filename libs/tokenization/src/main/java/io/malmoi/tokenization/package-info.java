/**
 * Byte-level BPE, as Hugging Face tokenizers does it: {@link io.malmoi.tokenization.BpeTrainer} learns a vocabulary from a
 * text, {@link io.malmoi.tokenization.Tokenizer} encodes, decodes, reads and writes {@code tokenizer.json}, and
 * {@link io.malmoi.tokenization.StreamingDecoder} decodes tokens as they come.
 *
 * <p>Inside, training goes from {@code TextPieces} (where a stream may be cut) over {@code WordCounter} (words and how often they
 * occur) to {@code PairMerger} (pairs of tokens, the most frequent first); encoding goes from {@code AddedTokens} over
 * {@code Normalization} and {@code Gpt2Pattern} (words) to {@code BpeEncoder} (ids).
 */
package io.malmoi.tokenization;
