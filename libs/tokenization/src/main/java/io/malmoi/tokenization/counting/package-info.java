/**
 * The words of a text and how often each occurs, counted on every core in bounded memory:
 * {@link io.malmoi.tokenization.counting.TextPieces} says where a stream may be cut,
 * {@link io.malmoi.tokenization.counting.WordCounter} counts.
 */
package io.malmoi.tokenization.counting;
