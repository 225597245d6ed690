package io.malmoi.tokenization.training;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.counting.LeftOutWords;

/**
 * What comes of a training.
 *
 * @param tokenizer the tokenizer
 * @param leftOut what of the text it was trained without
 */
public record Trained(Tokenizer tokenizer, LeftOutWords leftOut) {}
