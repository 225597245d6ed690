package io.malmoi.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactPage;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.jobs.JobException;
import java.time.Instant;
import java.util.List;

/**
 * Artifacts as the messages that describe them, such as {@code Corpus}: Get, List and Delete of a collection. A message is
 * kept in its artifact's manifest without its name and create time, which the manifest itself says. Thread-safe.
 *
 * @param <T> the message; has the fields {@code name} and {@code create_time}
 */
public final class Resources<T extends Message> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final ArtifactStore store;
    private final ResourceName kind;
    private final T prototype;

    /** The resources of {@code kind}, as messages like {@code prototype}. */
    public Resources(ArtifactStore store, ResourceName kind, T prototype) {
        this.store = store;
        this.kind = kind;
        this.prototype = prototype;
    }

    /** A page of resources. */
    public record Page<T>(List<T> items, String nextPageToken) {}

    /** INVALID_ARGUMENT: {@code name} is no such name. NOT_FOUND: there is none of it. */
    public T get(String name) {
        new Violations().name("name", name, kind).throwIfAny();
        return of(store.get(name));
    }

    /** The collection, in the order of names. INVALID_ARGUMENT: a wrong page size (0 means 100) or token. */
    public Page<T> list(int pageSize, String pageToken) {
        return list(kind.collection(), pageSize, pageToken);
    }

    /** A collection inside a resource, such as {@code models/m/checkpoints}; else as {@link #list(int, String)}. */
    public Page<T> list(String collection, int pageSize, String pageToken) {
        new Violations().range("page_size", pageSize, 0, LARGEST_PAGE).throwIfAny();
        ArtifactPage page = store.list(collection, pageSize == 0 ? DEFAULT_PAGE_SIZE : pageSize, pageToken);
        return new Page<>(page.manifests().stream().map(this::of).toList(), page.nextPageToken());
    }

    /** INVALID_ARGUMENT: {@code name} is no such name. NOT_FOUND: there is none of it. */
    public void delete(String name) {
        new Violations().name("name", name, kind).throwIfAny();
        store.delete(name);
    }

    /** The message of an artifact. */
    @SuppressWarnings("unchecked")
    public T of(Manifest manifest) {
        Message.Builder message = prototype.newBuilderForType();
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(manifest.resource().toString(), message);
        } catch (InvalidProtocolBufferException e) {
            throw new JobException(
                    Code.DATA_LOSS,
                    manifest.name() + ": its manifest describes no "
                            + prototype.getDescriptorForType().getName() + " (" + e.getMessage() + ")");
        }
        message.setField(field("name"), manifest.name());
        message.setField(field("create_time"), timestamp(manifest.createTime()));
        return (T) message.build();
    }

    /** What to publish an artifact with, so that {@link #of} gives {@code message} again. */
    public ObjectNode json(T message) {
        Message.Builder described = message.toBuilder();
        described.clearField(field("name")).clearField(field("create_time"));
        try {
            return (ObjectNode) JSON.readTree(JsonFormat.printer().print(described));
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message is always printable", e);
        }
    }

    private FieldDescriptor field(String name) {
        return prototype.getDescriptorForType().findFieldByName(name);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
