package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Writes a training step (forward, loss, backward, clipping, AdamW) and evaluation.
 *
 * <p>The head's logits are never whole in memory: loss and gradients of the head are made for some rows at a time, then the rest of the
 * model is differentiated from the gradient of its hidden states.
 */
final class TrainingProgram {
    /** {@code evaluate(tokens, targets)}. */
    static final String EVALUATE = "evaluate";

    /** {@code step(tokens, targets, count, seed, rate, scale)} and what the optimiser binds: loss, scaled, and norm of the gradients. */
    static final String STEP = "step";

    /** {@code accumulate(tokens, targets, count, seed)}: loss and gradients, scaled, of a part of a batch; the first half of a step. */
    static final String ACCUMULATE = "accumulate";

    /** {@code update(loss, gradients, rate, scale)} and what the optimiser binds: norm of the gradients; the second half. */
    static final String UPDATE = "update";

    /** {@code add(sums, others)}: adds tensors that may be elsewhere. */
    static final String ADD = "add";

    /** {@code copy(others)}: copies of tensors that may be elsewhere. */
    static final String COPY = "copy";

    private static final String GRADIENTS = "gradients";
    private static final String TENSOR = "Tensor";
    private static final String TENSORS = "List[Tensor]";
    private static final int SUM = 2;
    /** Logits in memory at once: so few that processors find them in their cache, so many that GPUs are busy. */
    private static final int LOGITS = 1 << 23;

    private static final int LOGITS_ON_GPU = 1 << 29;
    private static final int LEAST_ROWS = 16;
    /** The seeds of a micro-batch's stages are neighbours; so far apart are those of micro-batches. */
    private static final int MOST_STAGES = 1 << 16;

    private final LanguageModel model;
    private final TrainingOptions options;
    private final Arithmetic arithmetic;
    private final int rowsAtOnce;

    TrainingProgram(LanguageModel model, TrainingOptions options, Arithmetic arithmetic) {
        this.model = model;
        this.options = options;
        this.arithmetic = arithmetic;
        this.rowsAtOnce = rowsAtOnce(model.config());
    }

    /** Rows of logits in memory at once. */
    static int rowsAtOnce(ModelConfig config) {
        int logits = Torch.device().isGpu() ? LOGITS_ON_GPU : LOGITS;
        return Math.max(LEAST_ROWS, logits / config.vocabularySize() & -LEAST_ROWS);
    }

    /** Writes the methods, and declares the optimiser's state; gives the optimiser. */
    AdamW write(ProgramWriter program) {
        program.method(EVALUATE, this::evaluate);
        List<Parameter> trained = program.parameters().values().stream()
                .filter(Parameter::trainable)
                .toList();
        AdamW optimizer = new AdamW(trained, model.embeddings(), options);
        optimizer.declare(program);
        program.method(GRADIENTS, method -> gradients(method, trained));
        program.method(ACCUMULATE, TrainingProgram::accumulate);
        program.method(UPDATE, method -> update(method, optimizer));
        program.method(STEP, method -> step(method, optimizer));
        program.method(COPY, this::copy);
        program.method(ADD, TrainingProgram::add);
        return optimizer;
    }

    /** Sum of the losses and number of targets of [batch, time] tokens. */
    private void evaluate(MethodWriter method) {
        Value tokens = method.tensor("tokens").to(TensorType.INT64);
        Value targets = method.tensor("targets").to(TensorType.INT64).op("reshape", (Object) new long[] {-1});
        Layers layers = Layers.root(method, arithmetic);
        Value hidden = model.hidden(
                        layers, tokens, method.range(tokens.size(1), tokens), Attention.causal(layers, model.config()))
                .flatten(0, 1);
        Value total = sum(hidden);
        inParts(
                hidden,
                (from, to) -> total.run("add_", loss(layers, hidden.slice(0, from, to), targets.slice(0, from, to))));
        method.returns(total, counted(targets));
    }

    /** A zero to add losses to, where other values are. */
    private static Value sum(Value where) {
        return where.op("new_zeros", new long[0], Keyword.of("dtype", TensorType.FLOAT32.scalarType()));
    }

    private static Value counted(Value targets) {
        return targets.op("ne", TokenBatch.IGNORED).op("sum").to(TensorType.FLOAT32);
    }

    /** Sum of the cross-entropies of some rows. */
    private Value loss(Layers layers, Value hidden, Value targets) {
        return model.logits(layers, hidden.unsqueeze(0))
                .op("squeeze", 0)
                .to(TensorType.FLOAT32)
                .op("cross_entropy_loss", targets, null, SUM, TokenBatch.IGNORED);
    }

    private interface Part {
        void write(Value from, Value to);
    }

    private void inParts(Value rows, Part part) {
        MethodWriter method = rows.method();
        Value count = rows.size(0);
        String parts = "torch.floordiv(torch.add(" + count + ", " + (rowsAtOnce - 1) + "), " + rowsAtOnce + ")";
        method.repeat(parts, index -> {
            Value from = method.line("from", "int", "torch.mul(" + index + ", " + rowsAtOnce + ")");
            Value to = method.line(
                    "to", "int", "ops.prim.min(torch.add(" + from + ", " + rowsAtOnce + "), " + count + ")");
            part.write(from, to);
        });
    }

    /** The loss of a micro-batch, divided by the targets of the whole batch, and its gradients by the trained parameters. */
    private void gradients(MethodWriter method, List<Parameter> trained) {
        Value tokens = method.tensor("tokens");
        Value targets = method.tensor("targets").op("reshape", (Object) new long[] {-1});
        Value count = method.tensor("count");
        Value seed = method.argument("seed", "int");
        List<String> names = trained.stream().map(Parameter::name).toList();
        HiddenStates states =
                HiddenStates.of(method, stages(method, tokens, seed), Set.copyOf(names), options.recomputation());
        Value hidden = states.forward(tokens);

        method.recordGradients(false);
        Value rows = hidden.detach().flatten(0, 1);
        Value byRows = method.op("empty_like", rows);
        Value byHead = method.op("zeros_like", method.parameter(model.head()));
        Value total = sum(rows);
        HeadLoss loss =
                new HeadLoss(method.parameter(model.head()), model.config().vocabularySize(), arithmetic, count);
        inParts(
                rows,
                (from, to) -> total.run(
                        "add_",
                        loss.write(
                                rows.slice(0, from, to),
                                targets.slice(0, from, to),
                                byRows.slice(0, from, to),
                                byHead)));
        method.recordGradients(true);
        Map<String, Value> found = states.backward(byRows.op("view_as", hidden));
        found.merge(model.head(), byHead, Value::plus);
        method.returns(total, method.list(names.stream().map(found::get).toList()));
    }

    /** The model's stages; those that drop draw from a seed of their own, so that they can be done again. */
    private List<UnaryOperator<Value>> stages(MethodWriter method, Value tokens, Value seed) {
        Layers root = Layers.root(method, arithmetic);
        boolean drops = model.config().dropout() > 0;
        Value generator = drops
                ? method.line("generator", "Generator", "torch.Generator(device=\"cpu\", seed=" + seed + ")")
                : null;
        Layers layers = drops ? root.dropping(generator) : root;
        List<UnaryOperator<Value>> stages =
                model.stages(layers, method.range(tokens.size(1), tokens), Attention.causal(layers, model.config()));
        if (!drops) {
            return stages;
        }
        List<UnaryOperator<Value>> seeded = new ArrayList<>();
        for (UnaryOperator<Value> stage : stages) {
            int index = seeded.size();
            seeded.add(x -> {
                method.run(
                        "manual_seed", generator, method.line("seed", "int", "torch.add(" + seed + ", " + index + ")"));
                return stage.apply(x);
            });
        }
        return seeded;
    }

    /** Loss and gradients of [micro-batch, batch, time] tokens. */
    private static void accumulate(MethodWriter method) {
        Value tokens = method.tensor("tokens").to(TensorType.INT64);
        Value targets = method.tensor("targets").to(TensorType.INT64);
        Value count = method.tensor("count");
        Value seed = method.tensor("seed").toInt();
        List<Value> first = gradients(method, tokens.select(0, 0), targets.select(0, 0), count, seed);
        Value loss = first.get(0);
        Value gradients = first.get(1);
        method.repeat("torch.sub(" + tokens.size(0) + ", 1)", i -> {
            Value next = method.line("next", "int", "torch.add(" + i + ", 1)");
            Value other =
                    method.line("seed", "int", "torch.add(" + seed + ", torch.mul(" + next + ", " + MOST_STAGES + "))");
            List<Value> more = gradients(method, tokens.select(0, next), targets.select(0, next), count, other);
            loss.run("add_", more.get(0));
            method.run("_foreach_add_", gradients, more.get(1));
        });
        method.returns(loss, gradients);
    }

    private static List<Value> gradients(MethodWriter method, Value tokens, Value targets, Value count, Value seed) {
        return method.call(GRADIENTS, List.of(TENSOR, TENSORS), tokens, targets, count, seed);
    }

    /** Changes nothing if loss or gradients are not finite. */
    private void update(MethodWriter method, AdamW optimizer) {
        Value loss = method.tensor("loss");
        Value gradients = method.tensors("gradients");
        Value rate = method.tensor("rate");
        Value scale = method.tensor("scale");
        List<Value> state = optimizer.arguments(method);
        method.recordGradients(false);
        Value norms = method.listOp("_foreach_norm", gradients, 2);
        Value norm = method.op("linalg_vector_norm", method.op("stack", norms)).over(scale);
        Value scaled = arithmetic.scalesLoss() ? scale : null;
        method.when(
                norm.plus(loss).op("isfinite"), () -> optimizer.update(method, state, gradients, norm, scaled, rate));
        method.recordGradients(true);
        method.returns(norm);
    }

    private static void step(MethodWriter method, AdamW optimizer) {
        Value[] batch = {
            method.tensor("tokens"), method.tensor("targets"), method.tensor("count"), method.tensor("seed")
        };
        Value rate = method.tensor("rate");
        Value scale = method.tensor("scale");
        List<Value> state = optimizer.arguments(method);
        List<Value> found = method.call(ACCUMULATE, List.of(TENSOR, TENSORS), batch);
        List<Value> arguments = new ArrayList<>(List.of(found.get(0), found.get(1), rate, scale));
        arguments.addAll(state);
        method.returns(found.get(0), method.call(UPDATE, arguments.toArray(Value[]::new)));
    }

    private void copy(MethodWriter method) {
        Value others = method.tensors("others");
        Value here = method.parameter(model.head());
        Value copies = method.list(List.of());
        method.repeat("torch.len(" + others + ")", i -> {
            Value copy = others.get(i).op("to", here, false, true);
            method.line("_", TENSORS, "torch.append(" + copies + ", " + copy + ")");
        });
        method.returns(copies);
    }

    private static void add(MethodWriter method) {
        Value sums = method.tensors("sums");
        Value copies =
                method.call(COPY, List.of(TENSORS), method.tensors("others")).get(0);
        method.run("_foreach_add_", sums, copies);
        method.returns(method.list(List.of()));
    }
}
