package io.malmoi.torchscript;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes a TorchScript program: methods over one tree of named parameters. Parameters come to be when a method first asks
 * for them. Not thread-safe.
 */
public final class ProgramWriter {
    static final String INITIALIZE = "initialize_parameters";
    static final String PARAMETERS = "list_parameters";
    static final String ASSIGN = "assign_parameters";

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<MethodWriter> methods = new ArrayList<>();

    /** Writes a method. */
    public ProgramWriter method(String name, Consumer<MethodWriter> body) {
        MethodWriter method = new MethodWriter(this, name);
        body.accept(method);
        methods.add(method);
        return this;
    }

    /** Declares a parameter; declaring the same again does nothing. */
    public void declare(Parameter parameter) {
        Parameter known = parameters.putIfAbsent(parameter.name(), parameter);
        if (known != null && !known.shape().equals(parameter.shape())) {
            throw new IllegalArgumentException(
                    "parameter " + parameter.name() + " has shape " + known.shape() + ", not " + parameter.shape());
        }
    }

    /** All parameters so far, by name, in the order of declaration. */
    public Map<String, Parameter> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    void requireDeclared(String path) {
        if (!parameters.containsKey(path)) {
            throw new IllegalArgumentException("there is no parameter " + path);
        }
    }

    /** Compiles the program for the first device. Its parameters have no memory until initialised, mapped or assigned. */
    public Program load() {
        return load(Torch.device());
    }

    /** Compiles the program for a device. */
    public Program load(Device device) {
        if (parameters.isEmpty()) {
            throw new IllegalStateException("a program needs a parameter");
        }
        List<SourceLine> lines = new ArrayList<>();
        methods.forEach(method -> lines.addAll(method.source()));
        lines.addAll(initialize().source());
        lines.addAll(list().source());
        lines.addAll(assign().source());
        String text = lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
        ModuleTree tree = new ModuleTree(parameters.values(), text);
        byte[] archive = Archive.write(tree);
        SourceMap source = new SourceMap(tree.code(), lines, parameters);
        return new Program(archive, source, List.copyOf(parameters.values()), device);
    }

    /** Gives every parameter memory and its first values, from a generator of its own. */
    private MethodWriter initialize() {
        MethodWriter method = new MethodWriter(this, INITIALIZE);
        Value seed = method.tensor("seed").toInt();
        Value generator = method.line("generator", "Generator", "torch.Generator(seed=" + seed + ")");
        method.recordGradients(false);
        parameters.values().forEach(parameter -> initialize(method, parameter, generator));
        method.recordGradients(true);
        method.returns(method.list(List.of()));
        return method;
    }

    private static void initialize(MethodWriter method, Parameter parameter, Value generator) {
        Value memory = method.op(
                "empty",
                parameter.shape().stream().mapToLong(Long::longValue).toArray(),
                Keyword.of("dtype", parameter.type().scalarType()));
        Initial initial = parameter.initial();
        if (initial.deviation() == 0) {
            memory.run("fill_", initial.mean());
        } else {
            memory.run("normal_", initial.mean(), initial.deviation(), Keyword.of("generator", generator));
        }
        Value place = method.parameter(parameter.name());
        place.run("set_", memory.op("to", place));
    }

    private MethodWriter list() {
        MethodWriter method = new MethodWriter(this, PARAMETERS);
        method.returns(
                method.list(parameters.keySet().stream().map(method::parameter).toList()));
        return method;
    }

    /** Gives parameters memory of their own and values from elsewhere, converted to their types; no values leave one as it is. */
    private MethodWriter assign() {
        MethodWriter method = new MethodWriter(this, ASSIGN);
        Value values = method.tensors("values");
        method.recordGradients(false);
        int index = 0;
        for (Parameter parameter : parameters.values()) {
            Value given = values.get(index++);
            method.when(given.op("numel"), () -> {
                Value place = method.parameter(parameter.name());
                place.run("set_", given.op("to", place, false, true).op("contiguous"));
            });
        }
        method.recordGradients(true);
        method.returns(method.list(List.of()));
        return method;
    }
}
