package io.malmoi.jobs;

/**
 * A field of a request that is wrong.
 *
 * @param field path of the field, such as {@code train_model.learning_rate}
 * @param description its value and what is allowed
 */
public record Violation(String field, String description) {}
