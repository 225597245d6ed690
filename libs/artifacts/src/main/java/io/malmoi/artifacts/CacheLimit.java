package io.malmoi.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much a cache of local copies may hold. The copies that were used longest ago go first; a copy used within the last
 * hour stays, as whoever fetched it may not have opened its files yet. Files that are open or mapped outlive their names.
 *
 * @param bytes of the files of all copies together; {@link Long#MAX_VALUE} for no limit
 */
record CacheLimit(long bytes) {
    private static final Duration IN_USE = Duration.ofHours(1);
    private static final Pattern COPY = Pattern.compile("_[0-9a-f]{64}");

    /** The name of the folder of a copy. */
    static String folderName(String manifestHash) {
        return "_" + manifestHash;
    }

    /** Notes that a copy is used now. */
    static void use(Path copy) throws IOException {
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
    }

    /**
     * Removes copies until there is room for more bytes, or none is left that may go.
     *
     * @param remove removes a copy, or returns false if it was used meanwhile
     */
    void makeRoom(Path cache, long more, Predicate<Copy> remove) {
        if (bytes == Long.MAX_VALUE) {
            return;
        }
        List<Copy> copies = copies(cache);
        long excess = copies.stream().mapToLong(Copy::bytes).sum() + more - bytes;
        Instant limit = Instant.now().minus(IN_USE);
        for (Copy copy : copies) {
            if (excess <= 0 || copy.used().isAfter(limit)) {
                return;
            }
            if (remove.test(copy)) {
                excess -= copy.bytes();
            }
        }
    }

    private static List<Copy> copies(Path cache) {
        try (Stream<Path> paths = Files.walk(cache)) {
            return paths.filter(
                            path -> COPY.matcher(path.getFileName().toString()).matches())
                    .map(Copy::of)
                    .sorted(Comparator.comparing(Copy::used))
                    .toList();
        } catch (IOException
                | UncheckedIOException e) { // none yet, or others are changing it: the next fetch makes room
            return List.of();
        }
    }

    /**
     * A local copy of an artifact.
     *
     * @param folder where it is
     * @param bytes of its files
     * @param used when it was fetched last
     */
    record Copy(Path folder, long bytes, Instant used) {
        private static Copy of(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                long bytes = files.mapToLong(file -> file.toFile().length()).sum();
                return new Copy(folder, bytes, Files.getLastModifiedTime(folder).toInstant());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether nobody has fetched it since it was looked at. */
        boolean isUnused() throws IOException {
            return Files.exists(folder)
                    && Files.getLastModifiedTime(folder).toInstant().equals(used);
        }
    }
}
