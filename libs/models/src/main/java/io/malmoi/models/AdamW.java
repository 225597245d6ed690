package io.malmoi.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the update of AdamW (arXiv:1711.05101): gradients clipped by their global norm, and weight decay for matrices alone.
 *
 * <p>The tensors that it changes are given to the method as lists, although they are parameters of the program: TorchScript takes an
 * operator for dead code that writes only to parameters, through a list.
 *
 * @param trained parameters, in the order of their gradients
 * @param embeddings names of those that are tables of embeddings
 */
record AdamW(List<Parameter> trained, Set<String> embeddings, TrainingOptions options) {
    /** What the names of the state's tensors begin with. */
    static final String STATE = "optimizer.";

    private static final String MEAN = STATE + "exp_avg.";
    private static final String SQUARE = STATE + "exp_avg_sq.";
    private static final String STEPS = STATE + "step";

    /** Parameters with and without weight decay. */
    private enum Group {
        DECAYED,
        OTHERS
    }

    /** The lists of a group: parameters, means of gradients, means of squared gradients. */
    private static final List<String> LISTS = List.of("", MEAN, SQUARE);

    /** Declares the state: the running means of each parameter's gradients, and the number of steps. */
    void declare(ProgramWriter program) {
        for (String prefix : List.of(MEAN, SQUARE)) {
            trained.forEach(p -> program.declare(state(prefix + p.name(), p.shape())));
        }
        program.declare(state(STEPS, List.of()));
    }

    private static Parameter state(String name, List<Long> shape) {
        return new Parameter(name, TensorType.FLOAT32, shape, false, Initial.ZEROS);
    }

    /** Declares the arguments that {@link #bind} gives. */
    List<Value> arguments(MethodWriter method) {
        List<Value> arguments = new ArrayList<>();
        for (Group group : Group.values()) {
            for (int list = 0; list < LISTS.size(); list++) {
                arguments.add(method.tensors(argument(group, list)));
            }
        }
        return arguments;
    }

    /** The tensors to update, named as DJL wants lists to be. */
    NDList bind(Map<String, NDArray> tensors) {
        NDList bound = new NDList();
        for (Group group : Group.values()) {
            for (int list = 0; list < LISTS.size(); list++) {
                for (Parameter parameter : members(group)) {
                    NDArray tensor = tensors.get(LISTS.get(list) + parameter.name());
                    tensor.setName(argument(group, list) + "[]");
                    bound.add(tensor);
                }
            }
        }
        return bound;
    }

    private static String argument(Group group, int list) {
        return group.name().toLowerCase(java.util.Locale.ROOT) + "_" + list;
    }

    private List<Parameter> members(Group group) {
        return trained.stream()
                .filter(p -> decays(p) == (group == Group.DECAYED))
                .toList();
    }

    /** Matrices decay, but embeddings do not. */
    private boolean decays(Parameter parameter) {
        return parameter.shape().size() == 2 && !embeddings.contains(parameter.name());
    }

    /**
     * Changes the parameters by gradients, which are changed, too.
     *
     * @param norm global norm of the gradients, by which they are clipped
     * @param scale by which the gradients are too large, though not the norm; null if they are not
     */
    void update(MethodWriter method, List<Value> arguments, Value gradients, Value norm, Value scale, Value rate) {
        Value clipping = options.clipNorm() == 0
                ? null
                : norm.plus(1e-6).over(options.clipNorm()).op("clamp", 1.0);
        Value divisor = scale == null ? clipping : clipping == null ? scale : clipping.times(scale);
        Value steps = method.parameter(STEPS);
        steps.run("add_", 1);
        for (Group group : Group.values()) {
            List<Parameter> members = members(group);
            List<Value> lists = arguments.subList(group.ordinal() * LISTS.size(), (group.ordinal() + 1) * LISTS.size());
            method.run(
                    "_fused_adamw_",
                    lists.get(0),
                    method.list(members.stream()
                            .map(p -> gradients.get(trained.indexOf(p)))
                            .toList()),
                    lists.get(1),
                    lists.get(2),
                    method.list(List.of()),
                    method.list(members.stream().map(p -> steps).toList()),
                    Keyword.of("lr", rate),
                    Keyword.of("beta1", options.beta1()),
                    Keyword.of("beta2", options.beta2()),
                    Keyword.of("weight_decay", group == Group.DECAYED ? options.weightDecay() : 0.0),
                    Keyword.of("eps", options.epsilon()),
                    Keyword.of("amsgrad", false),
                    Keyword.of("maximize", false),
                    Keyword.of("grad_scale", divisor));
        }
    }
}
