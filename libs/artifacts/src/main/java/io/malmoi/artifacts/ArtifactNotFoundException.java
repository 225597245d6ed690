package io.malmoi.artifacts;

/** No artifact of this name is published. */
public final class ArtifactNotFoundException extends RuntimeException {
    public ArtifactNotFoundException(String name) {
        super("There is no " + name + ".");
    }
}
