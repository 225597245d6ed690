package io.malmoi.models;

import io.malmoi.models.LlamaConfig.Family;
import io.malmoi.torchscript.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint of llama2.c (https://github.com/karpathy/llama2.c): a header of whole numbers, then float32 tensors, those of all blocks
 * side by side. Its versions 0 and 1 are read; version 2 holds weights of 8 bits.
 */
public final class Llama2cCheckpoint {
    private static final int MAGIC = 0x616b3432;
    private static final int HEADER_BYTES = 256;
    private static final int LEGACY_HEADER_BYTES = 7 * Integer.BYTES;
    private static final double NORM_EPSILON = 1e-5;
    /** Ends a story: the beginning of the next. */
    private static final int BEGIN_OF_TEXT = 1;

    private final Path file;
    private final LlamaConfig config;
    /** Version 0 keeps a table of angles, which nobody needs, before the head. */
    private final boolean legacy;

    /** Tensors of one kind in the order of the blocks, or one tensor. */
    private record Part(String name, boolean ofBlocks, int turnedHeads, List<Long> shape) {
        long bytes(int blocks) {
            long one = shape.stream().reduce((long) Float.BYTES, Math::multiplyExact);
            return Math.multiplyExact(one, ofBlocks ? blocks : 1L);
        }
    }

    private Llama2cCheckpoint(Path file, LlamaConfig config, boolean legacy) {
        this.file = file;
        this.config = config;
        this.legacy = legacy;
    }

    /**
     * Writes the model into a folder in Hugging Face's layout, where its rotary pairs are halves of a head instead of neighbours.
     *
     * @throws ModelFormatException if it is no such checkpoint, or of another size than its header says
     */
    public static void convert(Path checkpoint, Path folder) {
        try (FileChannel channel = FileChannel.open(checkpoint, StandardOpenOption.READ)) {
            Llama2cCheckpoint found = open(checkpoint, channel);
            found.config.write(folder);
            new Safetensors(found.tensors(channel), Map.of("format", "pt")).write(folder.resolve(ModelFolder.WEIGHTS));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw damaged(checkpoint, e.getMessage());
        } catch (IOException e) {
            throw new ModelFormatException("cannot convert " + checkpoint + ": " + e.getMessage(), e);
        }
    }

    private static Llama2cCheckpoint open(Path file, FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
            continue;
        }
        header.flip();
        if (header.remaining() < LEGACY_HEADER_BYTES) {
            throw damaged(file, "it has " + header.remaining() + " bytes");
        }
        boolean legacy = header.getInt(0) != MAGIC;
        if (!legacy) {
            int version = header.getInt(Integer.BYTES);
            Ranges.require(version == 1, "version", version, "0 or 1, of float32 weights");
            header.position(2 * Integer.BYTES);
        }
        int[] sizes = new int[7];
        header.asIntBuffer().get(sizes);
        // The head follows the sizes, or is told by the sign of the vocabulary's.
        boolean tied = legacy ? sizes[5] > 0 : header.get(header.position() + 7 * Integer.BYTES) != 0;
        return new Llama2cCheckpoint(file, config(sizes, tied), legacy);
    }

    private static LlamaConfig config(int[] sizes, boolean tiedHead) {
        int width = sizes[0];
        int heads = sizes[3];
        boolean divides = heads >= 1 && width % heads == 0;
        Ranges.require(divides, "dim", width, "a multiple of n_heads (" + heads + ")");
        return new LlamaConfig(
                Family.LLAMA,
                Math.abs(sizes[5]),
                sizes[6],
                width,
                sizes[1],
                sizes[2],
                heads,
                sizes[4],
                width / heads,
                RotaryEmbedding.LLAMA,
                0,
                NORM_EPSILON,
                0.02,
                tiedHead,
                BEGIN_OF_TEXT);
    }

    private List<Part> parts() {
        long width = config.width();
        long inner = config.innerWidth();
        long shared = (long) config.keyValueHeads() * config.headDimension();
        Part embedding = new Part("model.embed_tokens", false, 0, List.of((long) config.vocabularySize(), width));
        Part attentionNorm = new Part("input_layernorm", true, 0, List.of(width));
        Part innerNorm = new Part("post_attention_layernorm", true, 0, List.of(width));
        Part norm = new Part("model.norm", false, 0, List.of(width));
        List<Part> attention = List.of(
                new Part("self_attn.q_proj", true, config.heads(), List.of(width, width)),
                new Part("self_attn.k_proj", true, config.keyValueHeads(), List.of(shared, width)),
                new Part("self_attn.v_proj", true, 0, List.of(shared, width)),
                new Part("self_attn.o_proj", true, 0, List.of(width, width)));
        List<Part> feedForward = List.of(
                new Part("mlp.gate_proj", true, 0, List.of(inner, width)),
                new Part("mlp.down_proj", true, 0, List.of(width, inner)),
                new Part("mlp.up_proj", true, 0, List.of(inner, width)));
        List<Part> parts = new ArrayList<>(
                legacy ? List.of(embedding, attentionNorm) : List.of(attentionNorm, innerNorm, norm, embedding));
        parts.addAll(attention);
        if (legacy) {
            parts.add(innerNorm);
        }
        parts.addAll(feedForward);
        if (legacy) {
            parts.add(norm);
            parts.add(new Part("", false, 0, List.of((long) config.blockSize(), (long) config.headDimension())));
        }
        if (!config.tiedHead()) {
            parts.add(new Part("lm_head", false, 0, List.of((long) config.vocabularySize(), width)));
        }
        return parts;
    }

    private Map<String, Safetensors.Tensor> tensors(FileChannel channel) throws IOException {
        long at = legacy ? LEGACY_HEADER_BYTES : HEADER_BYTES;
        long end =
                parts().stream().mapToLong(part -> part.bytes(config.layers())).reduce(at, Math::addExact);
        if (end != channel.size()) {
            throw damaged(file, "it has " + channel.size() + " bytes, but its header asks for " + end);
        }
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (Part part : parts()) {
            long bytes = part.bytes(1);
            for (int i = 0; i < (part.ofBlocks() ? config.layers() : 1); i++, at += bytes) {
                if (!part.name().isEmpty()) {
                    ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, at, bytes);
                    tensors.put(name(part, i), tensor(part, data.order(ByteOrder.LITTLE_ENDIAN)));
                }
            }
        }
        return tensors;
    }

    private static String name(Part part, int block) {
        return (part.ofBlocks() ? "model.layers." + block + "." : "") + part.name() + ".weight";
    }

    private Safetensors.Tensor tensor(Part part, ByteBuffer data) {
        ByteBuffer values = part.turnedHeads() == 0 ? data : halves(data, part.turnedHeads());
        return new Safetensors.Tensor(TensorType.FLOAT32, part.shape(), values);
    }

    /** The rows of each head, those of even number first: pairs of neighbours become pairs of halves. */
    private ByteBuffer halves(ByteBuffer data, int heads) {
        int rowBytes = config.width() * Float.BYTES;
        int rows = config.headDimension();
        ByteBuffer sorted = ByteBuffer.allocateDirect(data.remaining());
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < rows; i++) {
                int row = i < rows / 2 ? 2 * i : 2 * (i - rows / 2) + 1;
                sorted.put(data.slice((head * rows + row) * rowBytes, rowBytes));
            }
        }
        return sorted.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ModelFormatException damaged(Path file, String why) {
        return new ModelFormatException(file + " is damaged or no checkpoint of llama2.c: " + why);
    }
}
