/**
 * Patterns that cut text into words: {@link io.malmoi.tokenization.pattern.Pattern} finds the matches of a regular expression as
 * the reference library does, in linear time; {@link io.malmoi.tokenization.pattern.CharacterClasses} says what a letter is.
 */
package io.malmoi.tokenization.pattern;
