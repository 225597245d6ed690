package io.malmoi.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for the files of a running job; empty at first, removed at the end.
 *
 * <p>Folders are numbered, and each is locked while it is used: a process that is killed leaves its folder unlocked, and
 * the next job that takes the number removes what is in it.
 */
final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the first free folder under {@code parent}. */
    static WorkFolder open(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (int number = 0; ; number++) {
            Path path = parent.resolve("data-" + number);
            Optional<FileChannel> lock = lock(parent.resolve("data-" + number + ".lock"));
            if (lock.isPresent()) {
                var folder = new WorkFolder(path, lock.get());
                folder.empty();
                return folder;
            }
        }
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // this very process has it
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    private void empty() throws IOException {
        try {
            delete(path);
            Files.createDirectory(path);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete(path);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
