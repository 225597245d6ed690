package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes the pass from tokens to hidden states, and the way back to the gradients of parameters. Each is written once. */
abstract sealed class HiddenStates {
    private final MethodWriter method;
    private final Set<String> trained;

    private HiddenStates(MethodWriter method, Set<String> trained) {
        this.method = method;
        this.trained = trained;
    }

    /**
     * Of the stages of a model.
     *
     * @param trained names of the parameters to find gradients of
     * @param recomputed whether the backward pass makes what it needs again, stage by stage (arXiv:1604.06174), from the inputs of the
     *     stages alone
     */
    static HiddenStates of(
            MethodWriter method, List<UnaryOperator<Value>> stages, Set<String> trained, boolean recomputed) {
        return recomputed ? new Recomputed(method, stages, trained) : new Kept(method, stages, trained);
    }

    /** Hidden states of tokens. */
    abstract Value forward(Value tokens);

    /** Gradients by the names of parameters, given that of the hidden states. */
    abstract Map<String, Value> backward(Value byHidden);

    /** A stage, or all: what it makes, and the trained parameters that it uses. */
    final Written write(UnaryOperator<Value> stage, Value x) {
        Value[] made = new Value[1];
        List<String> used = method.parametersOf(() -> made[0] = stage.apply(x)).stream()
                .filter(trained::contains)
                .toList();
        return new Written(made[0], used);
    }

    record Written(Value made, List<String> used) {
        List<Value> parameters() {
            return used.stream().map(made.method()::parameter).toList();
        }
    }

    /** All that automatic differentiation needs is kept. */
    private static final class Kept extends HiddenStates {
        private final List<UnaryOperator<Value>> stages;
        private Written whole;

        Kept(MethodWriter method, List<UnaryOperator<Value>> stages, Set<String> trained) {
            super(method, trained);
            this.stages = stages;
        }

        @Override
        Value forward(Value tokens) {
            whole = write(
                    x -> {
                        Value at = x;
                        for (UnaryOperator<Value> stage : stages) {
                            at = stage.apply(at);
                        }
                        return at;
                    },
                    tokens);
            return whole.made();
        }

        @Override
        Map<String, Value> backward(Value byHidden) {
            MethodWriter method = byHidden.method();
            Value found = method.gradients(whole.made(), byHidden, method.list(whole.parameters()));
            Map<String, Value> gradients = new LinkedHashMap<>();
            for (String name : whole.used()) {
                gradients.put(name, found.get(gradients.size()));
            }
            return gradients;
        }
    }

    /** The inputs of stages are kept. */
    private static final class Recomputed extends HiddenStates {
        private final List<UnaryOperator<Value>> stages;
        private final List<Value> inputs = new ArrayList<>();

        Recomputed(MethodWriter method, List<UnaryOperator<Value>> stages, Set<String> trained) {
            super(method, trained);
            this.stages = stages;
        }

        @Override
        Value forward(Value tokens) {
            tokens.method().recordGradients(false);
            Value x = tokens;
            for (UnaryOperator<Value> stage : stages) {
                inputs.add(x);
                x = stage.apply(x);
            }
            tokens.method().recordGradients(true);
            return x;
        }

        @Override
        Map<String, Value> backward(Value byHidden) {
            Map<String, Value> gradients = new LinkedHashMap<>();
            Value by = byHidden;
            for (int i = stages.size() - 1; i >= 0; i--) {
                by = backward(i, by, gradients);
            }
            return gradients;
        }

        /** Adds the gradients of a stage's parameters; gives that of its input. */
        private Value backward(int stage, Value byOutput, Map<String, Value> gradients) {
            MethodWriter method = byOutput.method();
            boolean first = stage == 0;
            Value input = first ? inputs.get(0) : inputs.get(stage).detach();
            if (!first) {
                input.run("requires_grad_", true);
            }
            Written written = write(stages.get(stage), input);
            List<Value> by = new ArrayList<>(written.parameters());
            if (!first) {
                by.add(input);
            }
            Value found = method.gradients(written.made(), byOutput, method.list(by));
            for (int i = 0; i < written.used().size(); i++) {
                gradients.merge(written.used().get(i), found.get(i), Value::plus);
            }
            return first ? byOutput : found.get(written.used().size());
        }
    }
}
