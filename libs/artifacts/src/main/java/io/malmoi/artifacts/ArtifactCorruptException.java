package io.malmoi.artifacts;

/** What is stored is not what was published: a file is missing, or its size or SHA-256 differs. */
public final class ArtifactCorruptException extends RuntimeException {
    public ArtifactCorruptException(String what) {
        super(what);
    }
}
