package io.malmoi.artifacts;

/**
 * One file of an artifact.
 *
 * @param name name within the artifact, such as {@code train.bin}
 * @param key key of its object
 * @param size bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record StoredFile(String name, String key, long size, String sha256) {}
