package io.malmoi.torchscript;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled program: methods over named parameters in native memory, which this owns until closed.
 *
 * <p>{@link #infer} may be called by several threads at once as long as no one changes parameters; all else by one thread at a time.
 */
public final class Program implements AutoCloseable {
    private final SourceMap source;
    private final List<Parameter> parameters;
    private final NDManager manager;
    private final PtSymbolBlock block;
    private final List<ByteBuffer> mapped = new ArrayList<>();

    Program(byte[] archive, SourceMap source, List<Parameter> parameters) {
        this.source = source;
        this.parameters = parameters;
        this.manager = Torch.newManager();
        try {
            this.block = JniUtils.loadModule(Torch.asPyTorch(manager), new ByteArrayInputStream(archive), false, false);
        } catch (EngineException e) {
            manager.close();
            throw source.locate("load", e);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Its parameters, in the order of their declaration. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Gives every parameter memory and its first values, a pure function of the seed. */
    public void initialize(long seed) {
        try (NDManager scope = Torch.newManager()) {
            train(scope, ProgramWriter.INITIALIZE, new NDList(scope.create(seed)));
        }
        mapped.clear();
    }

    /**
     * Lets parameters use memory elsewhere, such as a mapped file, without copying. The buffers are kept reachable.
     *
     * @param memory for each parameter its direct buffer of little-endian values, of exactly its size
     */
    public void map(Map<String, ByteBuffer> memory) {
        try (NDManager scope = Torch.newManager()) {
            NDList tensors = list(scope);
            for (int i = 0; i < parameters.size(); i++) {
                ByteBuffer buffer = memory.get(parameters.get(i).name());
                requireFits(parameters.get(i), buffer);
                JniUtils.set((PtNDArray) tensors.get(i), buffer);
                mapped.add(buffer);
            }
        }
    }

    private static void requireFits(Parameter parameter, ByteBuffer buffer) {
        if (buffer == null || !buffer.isDirect() || buffer.remaining() != parameter.bytes()) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " needs a direct buffer of "
                    + parameter.bytes() + " bytes, not "
                    + (buffer == null ? "none" : buffer.remaining() + (buffer.isDirect() ? "" : " on the heap")));
        }
    }

    /** Gives every parameter memory of its own and the values of another program's parameters of the same names, converted to its type. */
    public void copyFrom(Program other) {
        try (NDManager scope = Torch.newManager()) {
            Map<String, NDArray> theirs = other.tensors(scope);
            NDArray[] values =
                    parameters.stream().map(p -> theirs.get(p.name())).toArray(NDArray[]::new);
            NDList argument = new NDList();
            for (NDArray value : values) {
                value.setName("values[]");
                argument.add(value);
            }
            train(scope, ProgramWriter.ASSIGN, argument);
        }
        mapped.clear();
    }

    /** Every parameter by name, sharing memory with the program; owned by the manager. */
    public Map<String, NDArray> tensors(NDManager scope) {
        NDList tensors = list(scope);
        Map<String, NDArray> named = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            named.put(parameters.get(i).name(), tensors.get(i));
        }
        return named;
    }

    private NDList list(NDManager scope) {
        return train(scope, ProgramWriter.PARAMETERS, new NDList());
    }

    /** Calls a method without recording gradients. What it returns (lists and tuples made flat) belongs to the manager. */
    public NDList infer(NDManager scope, String method, NDList arguments) {
        return call(scope, method, arguments, false);
    }

    /** Calls a method that may compute gradients and change parameters. What it returns belongs to the manager. */
    public NDList train(NDManager scope, String method, NDList arguments) {
        return call(scope, method, arguments, true);
    }

    private NDList call(NDManager scope, String method, NDList arguments, boolean gradients) {
        try (NDArray choice = scope.create("")) {
            choice.setName("module_method:" + method);
            NDList all = new NDList(arguments.size() + 1);
            all.add(choice);
            all.addAll(arguments);
            // Explicit casts to bfloat16 fail in the optimiser's automatic differentiation.
            JniUtils.setGraphExecutorOptimize(false);
            JniUtils.setGradMode(gradients);
            return IValueUtils.forward(block, all, gradients);
        } catch (EngineException e) {
            throw source.locate(method, e);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
