package io.malmoi.torchscript;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * A compiled program: methods over named parameters in native memory, which this owns until closed.
 *
 * <p>{@link #infer} may be called by several threads at once as long as no one changes parameters; all else by one thread at a time.
 */
public final class Program implements AutoCloseable {
    /** Calls hold its read lock. */
    private static final ReadWriteLock CALLS = new ReentrantReadWriteLock();

    private final SourceMap source;
    private final List<Parameter> parameters;
    private final NDManager manager;
    private final PtSymbolBlock block;
    private final Map<String, ByteBuffer> mapped = new HashMap<>();

    Program(byte[] archive, SourceMap source, List<Parameter> parameters, Device device) {
        this.source = source;
        this.parameters = parameters;
        this.manager = Torch.newManager(device);
        try {
            this.block = JniUtils.loadModule(
                    Torch.asPyTorch(manager), new ByteArrayInputStream(archive), device.isGpu(), false);
        } catch (EngineException e) {
            manager.close();
            throw source.locate("load", e, "");
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Where its parameters are. */
    public Device device() {
        return manager.getDevice();
    }

    /** An owner of tensors where its parameters are. */
    public NDManager newManager() {
        return Torch.newManager(device());
    }

    /** Its parameters, in the order of their declaration. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Gives every parameter memory and its first values, a pure function of the seed. */
    public void initialize(long seed) {
        try (NDManager scope = newManager()) {
            train(scope, ProgramWriter.INITIALIZE, new NDList(scope.create(seed)));
        }
        mapped.clear();
    }

    /**
     * Lets parameters use memory elsewhere, such as a mapped file, without copying. The buffers are kept reachable. For programs on the
     * processor; GPUs have memory of their own.
     *
     * @param memory for each of the parameters, or some, its direct buffer of little-endian values, of exactly its size
     */
    public void map(Map<String, ByteBuffer> memory) {
        try (NDManager scope = newManager()) {
            NDList tensors = list(scope);
            for (int i = 0; i < parameters.size(); i++) {
                ByteBuffer buffer = memory.get(parameters.get(i).name());
                if (buffer != null) {
                    requireFits(parameters.get(i), buffer);
                    JniUtils.set((PtNDArray) tensors.get(i), buffer);
                    mapped.put(parameters.get(i).name(), buffer);
                }
            }
        }
    }

    private static void requireFits(Parameter parameter, ByteBuffer buffer) {
        if (!buffer.isDirect() || buffer.remaining() != parameter.bytes()) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " needs a direct buffer of "
                    + parameter.bytes() + " bytes, not " + buffer.remaining()
                    + (buffer.isDirect() ? "" : " on the heap"));
        }
    }

    /** Gives those parameters memory of their own that another program has, too, and its values, converted to their types. */
    public void copyFrom(Program other) {
        try (NDManager scope = newManager()) {
            Map<String, NDArray> theirs = other.tensors(scope);
            NDArray nothing = scope.create(new Shape(0));
            NDList argument = new NDList();
            for (Parameter parameter : parameters) {
                NDArray value = theirs.getOrDefault(parameter.name(), nothing);
                value.setName("values[]");
                argument.add(value);
            }
            train(scope, ProgramWriter.ASSIGN, argument);
            mapped.keySet().removeAll(theirs.keySet());
        }
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

    /**
     * Waits until the running calls of all programs have ended; later ones never begin. For the end of a process, which crashes if
     * libtorch is taken down while a thread works in it.
     */
    public static void stopAll() {
        CALLS.writeLock().lock();
    }

    private NDList call(NDManager scope, String method, NDList arguments, boolean gradients) {
        CALLS.readLock().lock();
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
            throw source.locate(method, e, given(arguments));
        } finally {
            JniUtils.setGradMode(false);
            CALLS.readLock().unlock();
        }
    }

    /** The shapes of a call's arguments; lists are the program's own parameters. */
    private static String given(NDList arguments) {
        return arguments.stream()
                .filter(argument -> argument.getName() == null)
                .map(argument -> Arrays.toString(argument.getShape().getShape()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
