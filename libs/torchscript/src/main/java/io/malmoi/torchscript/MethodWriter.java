package io.malmoi.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One method of a program, written line by line. Arguments of operators may be values, numbers, booleans, strings, {@code null},
 * {@link Keyword}s, and arrays of these (lists). Not thread-safe.
 */
public final class MethodWriter {
    private static final String TENSOR = "Tensor";
    private static final String TENSORS = "List[Tensor]";

    private final ProgramWriter program;
    private final String name;
    private final List<String> arguments = new ArrayList<>();
    private final List<SourceLine> lines = new ArrayList<>();
    private final Map<String, Value> loaded = new HashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private int values;
    private int depth;
    private String nearest = "";
    private String result = "None";
    private String resultType = "None";

    MethodWriter(ProgramWriter program, String name) {
        this.program = program;
        this.name = name;
    }

    /** Declares the next argument, a tensor. */
    public Value tensor(String argument) {
        return argument(argument, TENSOR);
    }

    /** Declares the next argument, a list of tensors. */
    public Value tensors(String argument) {
        return argument(argument, TENSORS);
    }

    /** Declares the next argument, of any TorchScript type. */
    public Value argument(String argument, String type) {
        arguments.add(argument + ": " + type);
        return new Value(this, argument, type);
    }

    /** A parameter of the program, declared if it is new. */
    public Value parameter(Parameter parameter) {
        program.declare(parameter);
        return parameter(parameter.name());
    }

    /** A parameter already declared. */
    public Value parameter(String path) {
        program.requireDeclared(path);
        nearest = path;
        used.add(path);
        Value value = loaded.get(path);
        if (value == null) {
            value = line(path.replace('.', '_'), TENSOR, ModuleTree.access(path));
            if (depth == 0) {
                loaded.put(path, value);
            }
        }
        return value;
    }

    /** Names of the parameters that what the body writes uses, in the order of their first use. */
    public Set<String> parametersOf(Runnable body) {
        Set<String> before = new LinkedHashSet<>(used);
        used.clear();
        body.run();
        Set<String> found = new LinkedHashSet<>(used);
        used.addAll(before);
        return found;
    }

    /** An operator of PyTorch, {@code torch.<operator>}; one of another name space is written {@code ops.<space>.<operator>}. */
    public Value op(String operator, Object... operands) {
        return line(operator, TENSOR, call(operator, operands));
    }

    /** An operator that gives a list of tensors. */
    public Value listOp(String operator, Object... operands) {
        return line(operator, TENSORS, call(operator, operands));
    }

    /** An operator run for its effect. */
    public void run(String operator, Object... operands) {
        append(fresh("_") + " = " + call(operator, operands));
    }

    /** An operator that gives several tensors. */
    public Value[] unpack(int count, String operator, Object... operands) {
        Value[] results = new Value[count];
        for (int i = 0; i < count; i++) {
            results[i] = new Value(this, fresh(operator), TENSOR);
        }
        append(Arrays.stream(results).map(v -> v + ", ").collect(Collectors.joining()) + "= "
                + call(operator, operands));
        return results;
    }

    /** Calls another method of the program, which gives one tensor. */
    public Value call(String method, Value... operands) {
        return line(method, TENSOR, selfCall(method, operands));
    }

    /** Calls another method of the program, which gives values of these types. */
    public List<Value> call(String method, List<String> types, Value... operands) {
        List<Value> results =
                types.stream().map(type -> new Value(this, fresh(method), type)).toList();
        String separator = results.size() == 1 ? " " : ", ";
        String names = results.stream().map(v -> v + separator).collect(Collectors.joining());
        append(names + "= " + selfCall(method, operands));
        return results;
    }

    private static String selfCall(String method, Value... operands) {
        return "(self)." + method + "("
                + Arrays.stream(operands).map(Value::toString).collect(Collectors.joining(", ")) + ")";
    }

    /** A list of tensors. */
    public Value list(Collection<Value> items) {
        return line("list", TENSORS, "annotate(List[Tensor], " + text(items.toArray()) + ")");
    }

    /** The numbers from 0 up to, not including, {@code end} as int64, on the device of another tensor. */
    public Value range(Object end, Value where) {
        return op(
                "arange",
                end,
                Keyword.of("dtype", TensorType.INT64.scalarType()),
                Keyword.of("device", where.device()));
    }

    /** Repeats what the body writes, for an index from 0 up to, not including, {@code count}. */
    public void repeat(Object count, Consumer<Value> body) {
        Value index = new Value(this, fresh("index"), "int");
        append("for " + index + " in range(" + count + "):");
        indented(() -> body.accept(index));
    }

    /** Does what the body writes if a one-element tensor, or boolean, is true. */
    public void when(Value condition, Runnable body) {
        append("if bool(" + condition + "):");
        indented(body);
    }

    /** Turns the recording of gradients on or off, until the method ends or this is called again. */
    public void recordGradients(boolean on) {
        append(fresh("_") + " = torch.set_grad_enabled(" + text(on) + ")");
    }

    /**
     * Gradients of an output by tensors, each of which must have influence on it. They are contiguous.
     *
     * @param outputGradient of the output's shape; null if the output is a scalar
     * @param by a list of tensors
     */
    public Value gradients(Value output, Value outputGradient, Value by) {
        String given = outputGradient == null ? "" : ", annotate(List[Optional[Tensor]], [" + outputGradient + "])";
        Value optional = line("optional", "List[Optional[Tensor]]", "torch.grad([" + output + "], " + by + given + ")");
        Value found = list(List.of());
        // Fused optimisers take gradients to lie in memory as their parameters do.
        repeat("torch.len(" + optional + ")", i -> {
            Value gradient = line("gradient", TENSOR, "ops.aten._unwrap_optional(" + optional + "[" + i + "])");
            append(fresh("_") + " = torch.append(" + found + ", torch.contiguous(" + gradient + "))");
        });
        return found;
    }

    /** A line of TorchScript whose result gets a fresh name beginning with {@code hint}. For what has no method here. */
    public Value line(String hint, String type, String expression) {
        Value value = new Value(this, fresh(hint), type);
        append(value + " = " + expression);
        return value;
    }

    /** Ends the method: what it gives back, one value or several. */
    public void returns(Value... results) {
        List<String> names = Arrays.stream(results).map(Value::toString).toList();
        List<String> types = Arrays.stream(results).map(Value::type).toList();
        boolean one = results.length == 1;
        result = one ? names.get(0) : "(" + String.join(", ", names) + ")";
        resultType = one ? types.get(0) : "Tuple[" + String.join(", ", types) + "]";
    }

    /** The written lines, from {@code def} to {@code return}. */
    List<SourceLine> source() {
        List<SourceLine> all = new ArrayList<>();
        String self = "self: __torch__." + ModuleTree.ROOT;
        String signature =
                String.join(", ", arguments.isEmpty() ? List.of(self) : List.of(self, String.join(", ", arguments)));
        all.add(SourceLine.of("  def " + name + "(" + signature + ") -> " + resultType + ":"));
        all.addAll(lines);
        all.add(SourceLine.of("    return " + result));
        return Collections.unmodifiableList(all);
    }

    private void indented(Runnable body) {
        depth++;
        body.run();
        depth--;
    }

    private void append(String line) {
        lines.add(SourceLine.written("    " + "  ".repeat(depth) + line, nearest));
    }

    private String fresh(String hint) {
        String last = hint.substring(hint.lastIndexOf('.') + 1);
        return (Character.isJavaIdentifierStart(last.charAt(0)) ? last : "v" + last) + "_" + values++;
    }

    private static String call(String operator, Object... operands) {
        StringJoiner joined =
                new StringJoiner(", ", (operator.startsWith("ops.") ? "" : "torch.") + operator + "(", ")");
        for (Object operand : operands) {
            joined.add(text(operand));
        }
        return joined.toString();
    }

    private static String text(Object operand) {
        if (operand == null) {
            return "None";
        }
        if (operand instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (operand instanceof String string) {
            return '"' + string + '"';
        }
        if (operand instanceof Double number && number.isInfinite()) {
            return number > 0 ? "float(\"inf\")" : "float(\"-inf\")";
        }
        if (operand instanceof Keyword keyword) {
            return keyword.name() + "=" + text(keyword.value());
        }
        if (operand instanceof Object[] list) {
            return Arrays.stream(list).map(MethodWriter::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (operand instanceof long[] sizes) {
            return sizes.length > 0 ? Arrays.toString(sizes) : "annotate(List[int], [])";
        }
        return operand.toString();
    }
}
