/**
 * Tokenizers as Hugging Face tokenizers has them: {@link io.malmoi.tokenization.BpeTrainer} learns a vocabulary from a text,
 * {@link io.malmoi.tokenization.Tokenizer} encodes, decodes, reads and writes {@code tokenizer.json}, and
 * {@link io.malmoi.tokenization.StreamingDecoder} decodes tokens as they come.
 *
 * <p>A {@code tokenizer.json} is a {@code TokenizerDefinition}: added tokens, a {@link io.malmoi.tokenization.Normalizer}, a
 * {@link io.malmoi.tokenization.PreTokenizer}, a {@code Model}, a {@code PostProcessor} and a {@code TokenDecoder}, which are
 * plain data. What does as they say has the name of the work: {@code Normalization}, {@code PreTokenization},
 * {@code WordEncoder}, {@code EncodingAssembler}, {@code Decoding}. Training goes from {@code TextPieces} (where a stream may be
 * cut) over {@code WordCounter} (words and how often they occur) to {@code PairMerger} (pairs of tokens, the most frequent
 * first).
 */
package io.malmoi.tokenization;
