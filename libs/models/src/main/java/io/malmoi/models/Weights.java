package io.malmoi.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Moves parameters between programs and safetensors files. */
final class Weights {
    private Weights() {}

    /** Lets a program on the processor use those of a file's tensors in place that have its types; copies and converts the others. */
    static void map(Program program, Map<String, Safetensors.Tensor> tensors, Path file) {
        Map<String, Safetensors.Tensor> found = match(program.parameters(), tensors, file);
        Map<String, Safetensors.Tensor> others = new HashMap<>();
        for (Parameter parameter : program.parameters()) {
            if (program.device().isGpu() || found.get(parameter.name()).type() != parameter.type()) {
                others.put(parameter.name(), found.remove(parameter.name()));
            }
        }
        program.map(buffers(found));
        if (!others.isEmpty()) {
            copy(program, others);
        }
    }

    /** Gives a program's parameters memory of their own with the values of a file's tensors. */
    static void copy(Program program, Map<String, Safetensors.Tensor> tensors, Path file) {
        copy(program, match(program.parameters(), tensors, file));
    }

    private static void copy(Program program, Map<String, Safetensors.Tensor> found) {
        ProgramWriter writer = new ProgramWriter();
        program.parameters().stream()
                .filter(p -> found.containsKey(p.name()))
                .forEach(p ->
                        writer.declare(p.withType(found.get(p.name()).type()).frozen()));
        try (Program staging = writer.load(Device.cpu())) {
            staging.map(buffers(found));
            program.copyFrom(staging);
        }
    }

    private static Map<String, ByteBuffer> buffers(Map<String, Safetensors.Tensor> tensors) {
        Map<String, ByteBuffer> buffers = new HashMap<>();
        tensors.forEach((name, tensor) -> buffers.put(name, tensor.data()));
        return buffers;
    }

    /** A tensor for each parameter; names every one that is missing, of another shape, or too many. */
    static Map<String, Safetensors.Tensor> match(
            List<Parameter> parameters, Map<String, Safetensors.Tensor> tensors, Path file) {
        Map<String, Safetensors.Tensor> rest = new LinkedHashMap<>(tensors);
        Map<String, Safetensors.Tensor> found = new HashMap<>();
        StringBuilder wrong = new StringBuilder();
        for (Parameter parameter : parameters) {
            Safetensors.Tensor tensor = rest.remove(parameter.name());
            if (tensor == null) {
                wrong.append("; ").append(parameter.name()).append(" is missing");
            } else if (tensor.type() == null || !tensor.shape().equals(parameter.shape())) {
                wrong.append("; ")
                        .append(parameter.name())
                        .append(" has shape ")
                        .append(tensor.shape());
                wrong.append(", not ").append(parameter.shape());
            } else {
                found.put(parameter.name(), tensor);
            }
        }
        rest.keySet().forEach(name -> wrong.append("; ").append(name).append(" is unknown"));
        if (!wrong.isEmpty()) {
            throw new ModelFormatException(file + " does not match its configuration" + wrong);
        }
        return found;
    }

    /** Writes those of a program's parameters whose names pass. */
    static void save(Program program, Predicate<String> which, Map<String, String> metadata, Path file) {
        try (NDManager scope = program.newManager()) {
            Map<String, NDArray> arrays = program.tensors(scope);
            Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
            for (Parameter parameter : program.parameters()) {
                if (which.test(parameter.name())) {
                    NDArray array = arrays.get(parameter.name()).toDevice(Device.cpu(), false);
                    ByteBuffer data = JniUtils.getByteBuffer((PtNDArray) array, true);
                    tensors.put(parameter.name(), new Safetensors.Tensor(parameter.type(), parameter.shape(), data));
                }
            }
            new Safetensors(tensors, metadata).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
