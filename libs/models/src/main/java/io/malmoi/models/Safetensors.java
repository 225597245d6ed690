package io.malmoi.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.torchscript.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Files of tensors in the safetensors format: eight bytes of length, a JSON header, raw little-endian values.
 *
 * @param tensors by name
 * @param metadata words that came with them
 */
record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final int LENGTH_BYTES = 8;
    /** As the reference implementation has it. */
    private static final long LARGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<TensorType, String> NAMES = new EnumMap<>(Map.of(
            TensorType.FLOAT32, "F32",
            TensorType.FLOAT16, "F16",
            TensorType.BFLOAT16, "BF16",
            TensorType.INT64, "I64",
            TensorType.INT32, "I32",
            TensorType.INT8, "I8",
            TensorType.UINT8, "U8"));

    /**
     * A tensor.
     *
     * @param type null if it is one that Malmoi has no use for, such as a mask of booleans; the data is then empty
     * @param data direct, of exactly the tensor's size
     */
    record Tensor(TensorType type, List<Long> shape, ByteBuffer data) {}

    /** Maps a file for reading. It must not be changed as long as the buffers are in use. */
    static Safetensors map(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException("there is no file " + file.getFileName() + " in " + file.getParent());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file, channel).read();
        } catch (IOException e) {
            throw new ModelFormatException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file. */
    void write(Path file) throws IOException {
        byte[] header = header();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(0, header.length));
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors.values()) {
                writeAll(channel, tensor.data().duplicate());
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    /** The header, padded with spaces so that the values begin at a multiple of eight. */
    private byte[] header() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            root.set(METADATA, JSON.valueToTree(metadata));
        }
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = root.putObject(entry.getKey());
            node.put("dtype", NAMES.get(tensor.type()));
            node.set("shape", JSON.valueToTree(tensor.shape()));
            long end = at + tensor.data().remaining();
            node.set("data_offsets", JSON.valueToTree(new long[] {at, end}));
            at = end;
        }
        String json = JSON.writeValueAsString(root);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((LENGTH_BYTES - bytes % LENGTH_BYTES) % LENGTH_BYTES))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a file whose header may lie: every size is checked before anything is allocated or mapped. */
    private record Reader(Path file, FileChannel channel) {
        Safetensors read() throws IOException {
            long size = channel.size();
            long header = size < LENGTH_BYTES ? -1 : bytes(0, LENGTH_BYTES).getLong(0);
            if (header < 2 || header > LARGEST_HEADER || header > size - LENGTH_BYTES) {
                throw damaged("its header of " + header + " bytes does not fit a file of " + size + " bytes");
            }
            JsonNode root = parse(bytes(LENGTH_BYTES, (int) header).array());
            long begin = LENGTH_BYTES + header;
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), begin, size - begin));
                }
            }
            return new Safetensors(tensors, metadata);
        }

        private JsonNode parse(byte[] header) throws IOException {
            try {
                JsonNode root = JSON.readTree(header);
                if (root != null && root.isObject()) {
                    return root;
                }
            } catch (JsonProcessingException e) {
                throw damaged("its header is not JSON: " + e.getOriginalMessage());
            }
            throw damaged("its header is not a JSON object");
        }

        private ByteBuffer bytes(long at, int count) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position()) < 0) {
                    throw damaged("it ends after " + (at + buffer.position()) + " bytes");
                }
            }
            return buffer;
        }

        private Tensor tensor(String name, JsonNode node, long begin, long room) throws IOException {
            List<Long> shape = numbers(node.path("shape"));
            List<Long> offsets = numbers(node.path("data_offsets"));
            if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > room) {
                throw damaged("tensor " + name + " has data_offsets " + node.path("data_offsets") + ", but there are "
                        + room + " bytes of values");
            }
            TensorType type = NAMES.entrySet().stream()
                    .filter(e -> e.getValue().equals(node.path("dtype").asText()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            if (type == null) {
                return new Tensor(null, shape, ByteBuffer.allocateDirect(0));
            }
            long bytes = offsets.get(1) - offsets.get(0);
            if (bytes != size(name, shape, type)) {
                throw damaged("tensor " + name + " of shape " + shape + " and type " + NAMES.get(type) + " has " + bytes
                        + " bytes");
            }
            if (bytes > Integer.MAX_VALUE) {
                throw new ModelFormatException("tensor " + name + " in " + file + " has " + bytes
                        + " bytes; tensors of more than 2 GiB cannot be read");
            }
            ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, begin + offsets.get(0), bytes);
            return new Tensor(type, shape, data.order(ByteOrder.LITTLE_ENDIAN));
        }

        private long size(String name, List<Long> shape, TensorType type) {
            try {
                return Math.multiplyExact(shape.stream().reduce(1L, Math::multiplyExact), type.bytes());
            } catch (ArithmeticException e) {
                throw damaged("tensor " + name + " has the impossible shape " + shape);
            }
        }

        private List<Long> numbers(JsonNode node) {
            List<Long> values = StreamSupport.stream(node.spliterator(), false)
                    .map(n -> n.canConvertToLong() ? n.longValue() : -1)
                    .toList();
            if (!node.isArray() || values.stream().anyMatch(v -> v < 0)) {
                throw damaged("its header has " + node + " where a list of sizes belongs");
            }
            return values;
        }

        private ModelFormatException damaged(String why) {
            return new ModelFormatException(file + " is damaged or no safetensors file: " + why);
        }
    }
}
