package io.malmoi.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file in any file system that Hadoop knows. A file is written aside and renamed when it is whole.
 *
 * @param path where it is
 * @param files the file system
 */
record TextFile(Path path, FileSystem files) {
    /** Writes a file's content. */
    @FunctionalInterface
    interface Writer {
        /** Writes to a stream, which the caller closes. */
        void write(OutputStream target) throws IOException;
    }

    static TextFile of(String path, Configuration configuration) throws IOException {
        Path parsed = new Path(path);
        return new TextFile(parsed, parsed.getFileSystem(configuration));
    }

    TextFile child(String name) {
        return new TextFile(new Path(path, name), files);
    }

    boolean exists() throws IOException {
        return files.exists(path);
    }

    long size() throws IOException {
        return files.getFileStatus(path).getLen();
    }

    /** When it was changed last, in milliseconds since 1970. */
    long changed() throws IOException {
        return files.getFileStatus(path).getModificationTime();
    }

    InputStream open() throws IOException {
        return files.open(path);
    }

    InputStream from(long offset) throws IOException {
        FSDataInputStream stream = files.open(path);
        stream.seek(offset);
        return stream;
    }

    /** Writes the file; leaves it as it is if another was faster. */
    void write(String attempt, Writer writer) throws IOException {
        Path unfinished = new Path(path.getParent(), "." + path.getName() + "-" + attempt);
        try {
            try (OutputStream target = files.create(unfinished, true)) {
                writer.write(target);
            }
            if (!files.exists(path) && !files.rename(unfinished, path) && !files.exists(path)) {
                throw new IOException("cannot rename " + unfinished + " to " + path);
            }
        } finally {
            files.delete(unfinished, false);
        }
    }

    void deleteFolder() throws IOException {
        files.delete(path, true);
    }
}
