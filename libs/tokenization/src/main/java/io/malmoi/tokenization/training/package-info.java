/**
 * Learns vocabularies: {@link io.malmoi.tokenization.training.BpeTrainer} merges the most frequent pairs of tokens,
 * {@link io.malmoi.tokenization.training.WordLevelTrainer} takes whole words.
 */
package io.malmoi.tokenization.training;
