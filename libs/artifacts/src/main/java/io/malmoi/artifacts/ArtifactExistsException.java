package io.malmoi.artifacts;

/** An artifact of this name is published already; artifacts never change. */
public final class ArtifactExistsException extends RuntimeException {
    public ArtifactExistsException(String name) {
        super(name + " exists already.");
    }
}
