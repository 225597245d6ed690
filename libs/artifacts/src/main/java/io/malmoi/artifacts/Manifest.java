package io.malmoi.artifacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an artifact is. Immutable.
 *
 * @param name such as {@code corpora/x} or {@code models/m/checkpoints/step-100}
 * @param createTime when it was published, in whole milliseconds
 * @param madeBy what made it
 * @param sources names of the artifacts that it was made from
 * @param files its files, in the order they were put
 * @param resource its description for callers: the protobuf-JSON of the resource
 */
public record Manifest(
        String name,
        Instant createTime,
        Provenance madeBy,
        List<String> sources,
        List<StoredFile> files,
        ObjectNode resource) {
    public Manifest {
        sources = List.copyOf(sources);
        files = List.copyOf(files);
    }

    /** The file of this name, if the artifact has it. */
    public Optional<StoredFile> find(String file) {
        return files.stream().filter(stored -> stored.name().equals(file)).findFirst();
    }

    /** The file of this name. Throws {@link ArtifactCorruptException} if the artifact lacks it. */
    public StoredFile file(String file) {
        return find(file).orElseThrow(() -> new ArtifactCorruptException(name + " has no file " + file + "."));
    }

    /** Sum of its files' sizes in bytes. */
    public long size() {
        return files.stream().mapToLong(StoredFile::size).sum();
    }
}
