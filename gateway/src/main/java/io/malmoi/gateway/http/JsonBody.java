package io.malmoi.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.MalmoiConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads requests in JSON, by the proto3 mapping, and says which field is wrong. Thread-safe. */
@Singleton
final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final int limit;

    JsonBody(MalmoiConfig config) {
        limit = config.grpc().maxMessageBytes();
    }

    /**
     * Fills {@code message} from a body; an empty body fills nothing.
     *
     * @throws JobException INVALID_ARGUMENT: no JSON (with line and column), or a wrong field (with its path)
     * @throws WebApplicationException 413, for a body over {@code malmoi.grpc.max-message-bytes}
     */
    <B extends Message.Builder> B read(InputStream body, B message) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge();
        }
        return read(bytes, message);
    }

    /** As {@link #read(InputStream, Message.Builder)}, for a body whose size is known to be right. */
    <B extends Message.Builder> B read(byte[] body, B message) {
        if (body.length > 0) {
            ObjectNode json = parse(body);
            checkTexts(json, "");
            merge(json, message);
        }
        return message;
    }

    /** 413, for a body over {@code malmoi.grpc.max-message-bytes}. */
    WebApplicationException tooLarge() {
        return new WebApplicationException(
                "the body has more than " + limit + " bytes, which malmoi.grpc.max-message-bytes allows", 413);
    }

    private static ObjectNode parse(byte[] bytes) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw invalid(
                    "body",
                    "is not JSON: %s (line %d, column %d)"
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw invalid("body", "is not JSON: " + e.getMessage());
        }
        throw invalid("body", "is JSON, but no object: {…} is expected");
    }

    /** JSON can spell half a character, which protobuf would silently turn into a question mark. */
    private static void checkTexts(JsonNode json, String path) {
        if (json.isTextual() && !StandardCharsets.UTF_8.newEncoder().canEncode(json.textValue())) {
            throw invalid(
                    path,
                    "has an unpaired surrogate, which is half a character: send the whole of it, or neither half");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            checkTexts(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            checkTexts(json.get(i), path + "[" + i + "]");
        }
    }

    private static void merge(ObjectNode json, Message.Builder message) {
        Optional<String> problem = problem(json, message.getDescriptorForType(), message);
        if (problem.isPresent()) {
            throw wrongField(json, message.getDescriptorForType(), message, "")
                    .map(found -> JobException.invalid(List.of(found)))
                    .orElseGet(() -> invalid("body", problem.get()));
        }
    }

    /** The innermost field that cannot be read, looked for one by one; protobuf's reader names none. */
    private static Optional<Violation> wrongField(
            ObjectNode json, Descriptor type, Message.Builder prototype, String path) {
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            ObjectNode alone = JsonNodeFactory.instance.objectNode().set(entry.getKey(), entry.getValue());
            Optional<String> problem = problem(alone, type, prototype.build().newBuilderForType());
            if (problem.isPresent()) {
                String name = path + entry.getKey();
                FieldDescriptor field = find(type, entry.getKey());
                if (field == null) {
                    return Optional.of(new Violation(name, "is no field of " + type.getName()));
                }
                return inner(entry.getValue(), field, prototype, name)
                        .or(() -> Optional.of(new Violation(name, problem.get())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> inner(
            JsonNode value, FieldDescriptor field, Message.Builder parent, String path) {
        boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated();
        return nested && value instanceof ObjectNode object
                ? wrongField(object, field.getMessageType(), parent.newBuilderForField(field), path + ".")
                : Optional.empty();
    }

    private static FieldDescriptor find(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Reads {@code json} into {@code message}, and says what is wrong with it, if anything is. */
    private static Optional<String> problem(ObjectNode json, Descriptor type, Message.Builder message) {
        try {
            JsonFormat.parser().merge(json.toString(), message);
            return Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return Optional.of("cannot be read as " + type.getName() + ": " + e.getMessage());
        }
    }

    private static JobException invalid(String field, String description) {
        return JobException.invalid(List.of(new Violation(field, description)));
    }
}
