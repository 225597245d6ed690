package io.malmoi.data;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.datasets.readers.SourceFile;
import io.malmoi.jobs.JobException;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.Upload;
import io.malmoi.v1.UploadFile;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Uploads that can be taken up again, kept in the object store, so that any data service goes on with them: {@code upload.json}, and the
 * parts that have come, each a small object that is named by its offset and written once. Thread-safe.
 */
@Singleton
final class UnfinishedUploads {
    /** Bytes of a part, but for the last one. */
    static final int PART_BYTES = 8 << 20;

    private static final int MOST_FILES = 10_000;
    private static final int LONGEST_NAME = 1_024;

    private final ArtifactStore store;
    private final UploadsConfig config;

    UnfinishedUploads(ArtifactStore store, UploadsConfig config) {
        if (config.maxBytes() < 1
                || config.maxUnfinished() < 1
                || config.maxUnfinished() > 10_000
                || config.expiry().compareTo(Duration.ofMinutes(1)) < 0) {
            throw new ConfigurationException(
                    "malmoi.uploads: max-bytes must be 1 or more, max-unfinished from 1 to 10,000,"
                            + " and expiry 1 minute or more");
        }
        this.store = store;
        this.config = config;
    }

    /** Begins an upload, or finds the one that has begun. */
    Upload create(CreateUploadRequest request) {
        String name = ResourceName.UPLOAD.of(request.getUploadId());
        check(name, request);
        Optional<Upload> there = find(name);
        if (there.isEmpty()) {
            removeExpired();
            begin(name, request);
            there = find(name);
        }
        Upload upload = there.orElseThrow(() -> new ArtifactNotFoundException(name));
        if (!upload.getFilesList().equals(request.getFilesList())) {
            throw new JobException(
                    Code.ALREADY_EXISTS, name + " is there already, with other files: choose another id, or delete it");
        }
        return upload;
    }

    private void check(String name, CreateUploadRequest request) {
        var violations = new Violations()
                .name("upload_id", request.getUploadId().isEmpty() ? "" : name, ResourceName.UPLOAD)
                .range("files", request.getFilesCount(), 1, MOST_FILES);
        double bytes = 0;
        for (int i = 0; i < request.getFilesCount(); i++) {
            UploadFile file = request.getFiles(i);
            bytes += file.getSize();
            violations
                    .range("files[" + i + "].size", file.getSize(), 0, config.maxBytes())
                    .require(
                            file.getName().length() <= LONGEST_NAME,
                            "files[" + i + "].name",
                            "has " + file.getName().length() + " characters; at most " + LONGEST_NAME);
        }
        violations
                .require(
                        bytes <= config.maxBytes(),
                        "files",
                        String.format(
                                Locale.ROOT,
                                "have %,.0f bytes; malmoi.uploads.max-bytes allows %,d",
                                bytes,
                                config.maxBytes()))
                .throwIfAny();
    }

    private void begin(String name, CreateUploadRequest request) {
        if (store.ids(ResourceName.UPLOAD.collection()).size() >= config.maxUnfinished()) {
            throw JobException.passing(
                    Code.RESOURCE_EXHAUSTED,
                    config.maxUnfinished() + " uploads are unfinished, as many as malmoi.uploads.max-unfinished allows;"
                            + " finish or delete one",
                    Duration.ofMinutes(1));
        }
        Upload upload = Upload.newBuilder()
                .addAllFiles(request.getFilesList())
                .setCreateTime(Timestamps.fromMillis(Instant.now().toEpochMilli()))
                .build();
        try {
            store.claim(description(name), JsonFormat.printer().print(upload).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message is always printable", e);
        }
    }

    private void removeExpired() {
        for (String id : store.ids(ResourceName.UPLOAD.collection())) {
            String name = ResourceName.UPLOAD.of(id);
            Optional<Upload> upload = describe(name);
            if (upload.isEmpty() || isExpired(upload.get())) {
                store.unclaim(name);
            }
        }
    }

    private static boolean isExpired(Upload upload) {
        return Timestamps.toMillis(upload.getExpireTime()) < System.currentTimeMillis();
    }

    /** INVALID_ARGUMENT: the name is none. NOT_FOUND: there is no such upload. */
    Upload get(String name) {
        new Violations().name("name", name, ResourceName.UPLOAD).throwIfAny();
        return find(name)
                .orElseThrow(() -> new JobException(
                        Code.NOT_FOUND, "there is no " + name + ", or no more: it is finished, deleted or expired"));
    }

    private Optional<Upload> find(String name) {
        return describe(name)
                .filter(upload -> !isExpired(upload))
                .map(upload ->
                        upload.toBuilder().setCommittedBytes(committed(name)).build());
    }

    private Optional<Upload> describe(String name) {
        return store.read(description(name)).map(json -> {
            Upload.Builder upload = Upload.newBuilder();
            try {
                JsonFormat.parser().merge(new String(json, StandardCharsets.UTF_8), upload);
            } catch (InvalidProtocolBufferException e) {
                throw new JobException(Code.DATA_LOSS, name + " is damaged (" + e.getMessage() + "); delete it");
            }
            long expiry = Timestamps.toMillis(upload.getCreateTime())
                    + config.expiry().toMillis();
            return upload.setName(name)
                    .setBytes(upload.getFilesList().stream()
                            .mapToLong(UploadFile::getSize)
                            .sum())
                    .setExpireTime(Timestamps.fromMillis(expiry))
                    .build();
        });
    }

    /** Bytes of the parts that follow each other without a gap. */
    private long committed(String name) {
        long bytes = 0;
        for (Map.Entry<String, Long> part : store.claimed(name + "/parts").entrySet()) {
            if (!part.getKey().equals(part(name, bytes))) {
                return bytes;
            }
            bytes += part.getValue();
        }
        return bytes;
    }

    /** Keeps a part. ABORTED: another has written there. */
    void append(String name, long offset, byte[] content) {
        if (!store.claim(part(name, offset), content)) {
            throw new JobException(
                    Code.ABORTED,
                    "another call has written to " + name + " at offset " + offset
                            + "; go on from its committed_bytes");
        }
    }

    /** NOT_FOUND: there is no such upload. */
    void delete(String name) {
        discard(get(name).getName());
    }

    /** Removes an upload of which a corpus was made, if it is there. */
    void discard(String name) {
        store.unclaim(name);
    }

    /** The files of a complete upload; before each part is read, {@code reached} is told its offset. FAILED_PRECONDITION: it is not complete. */
    SourceFile.Files files(String name, LongConsumer reached) {
        Upload upload = get(name);
        if (upload.getCommittedBytes() < upload.getBytes()) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d of %,d bytes; write the others first",
                            name,
                            upload.getCommittedBytes(),
                            upload.getBytes()));
        }
        return new UploadedFiles(upload, offset -> {
            reached.accept(offset);
            return read(name, offset);
        });
    }

    private byte[] read(String name, long offset) {
        return store.read(part(name, offset))
                .orElseThrow(() -> new JobException(Code.NOT_FOUND, name + " was removed meanwhile"));
    }

    private static String description(String name) {
        return name + "/upload.json";
    }

    private static String part(String name, long offset) {
        return String.format(Locale.ROOT, "%s/parts/%019d", name, offset);
    }
}
