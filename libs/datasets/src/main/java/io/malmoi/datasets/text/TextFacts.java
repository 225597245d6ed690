package io.malmoi.datasets.text;

/**
 * The sizes of a text.
 *
 * @param bytes size in bytes of UTF-8
 * @param characters number of Unicode code points
 * @param lines number of lines; a line break at the end begins no further line
 */
public record TextFacts(long bytes, long characters, long lines) {}
