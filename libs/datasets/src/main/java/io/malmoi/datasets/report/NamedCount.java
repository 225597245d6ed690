package io.malmoi.datasets.report;

/**
 * How often something occurs.
 *
 * @param name what
 * @param count how often
 */
public record NamedCount(String name, long count) {}
