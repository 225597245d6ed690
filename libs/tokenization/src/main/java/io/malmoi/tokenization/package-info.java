/**
 * Tokenizers as Hugging Face tokenizers has them: {@link io.malmoi.tokenization.Tokenizer} encodes, decodes, reads and writes
 * {@code tokenizer.json}, and {@link io.malmoi.tokenization.StreamingDecoder} decodes tokens as they come.
 *
 * <p>Packages import only from those above them in this list:
 *
 * <ol>
 *   <li>{@code collections}, {@code text}, {@code pattern}: numbers, characters, regular expressions
 *   <li>{@code definition}: what a {@code tokenizer.json} says; {@code json} reads and writes it
 *   <li>{@code pretokenization}: text to words; {@code model}: words to tokens
 *   <li>this package: the tokenizer as a whole
 *   <li>{@code counting} and {@code training}: vocabularies from a text; {@code files}: those of other projects;
 *       {@code evaluation}: how good they are
 * </ol>
 *
 * <p>Other modules use this package, {@code definition}, {@code training}, {@code files} and {@code evaluation}, and the
 * exceptions; the rest is public only for its sisters.
 */
package io.malmoi.tokenization;
