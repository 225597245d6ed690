package io.malmoi.embedded;

import java.nio.file.Path;

/** A server cannot start because another one, in this process or another, uses the same data folder. */
public final class FolderInUseException extends RuntimeException {
    FolderInUseException(Path folder) {
        super("The data folder " + folder
                + " is in use by another process. Stop that process, or choose another folder.");
    }
}
