package io.malmoi.artifacts;

/**
 * What made an artifact.
 *
 * @param job {@code jobs/{id}}, or empty for an upload
 * @param attempt number of the attempt of the job, from 1; 0 for an upload
 * @param version version of Malmoi
 */
public record Provenance(String job, int attempt, String version) {}
