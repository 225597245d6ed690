package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
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

    /** {@code step(tokens, targets, rate, seed)} and what the optimiser binds. */
    static final String STEP = "step";

    private static final String GRADIENTS = "gradients";
    private static final String TENSOR = "Tensor";
    private static final String TENSORS = "List[Tensor]";
    private static final int SUM = 2;
    /** Logits in memory at once. */
    private static final int LOGITS = 1 << 24;
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
        return Math.max(16, LOGITS / config.vocabularySize());
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
        program.method(STEP, method -> step(method, optimizer));
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
        Value total = method.op("zeros", (Object) new long[0]);
        inParts(
                hidden,
                (from, to) -> total.run("add_", loss(layers, hidden.slice(0, from, to), targets.slice(0, from, to))));
        method.returns(total, counted(targets));
    }

    private static Value counted(Value targets) {
        return targets.op("ne", TokenBatch.IGNORED).op("sum").to(TensorType.FLOAT32);
    }

    /** Sum of the cross-entropies of some rows. */
    private Value loss(Layers layers, Value hidden, Value targets) {
        return model.logits(layers, hidden)
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
        Value total = method.op("zeros", (Object) new long[0]);
        HeadLoss loss =
                new HeadLoss(arithmetic.cast(method.parameter(model.head())), arithmetic.withoutGradients(), count);
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
        Value generator = drops ? method.line("generator", "Generator", "torch.Generator(seed=" + seed + ")") : null;
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

    /** A step on [micro-batch, batch, time] tokens. Changes nothing if the gradients are not finite. */
    private void step(MethodWriter method, AdamW optimizer) {
        Value tokens = method.tensor("tokens").to(TensorType.INT64);
        Value targets = method.tensor("targets").to(TensorType.INT64);
        Value rate = method.tensor("rate");
        Value seed = method.tensor("seed").toInt();
        List<Value> state = optimizer.arguments(method);
        Value count = counted(targets).op("clamp", 1.0);
        List<Value> first = accumulate(method, tokens.select(0, 0), targets.select(0, 0), count, seed);
        Value loss = first.get(0);
        Value gradients = first.get(1);
        method.repeat("torch.sub(" + tokens.size(0) + ", 1)", i -> {
            Value next = method.line("next", "int", "torch.add(" + i + ", 1)");
            Value other =
                    method.line("seed", "int", "torch.add(" + seed + ", torch.mul(" + next + ", " + MOST_STAGES + "))");
            List<Value> more = accumulate(method, tokens.select(0, next), targets.select(0, next), count, other);
            loss.run("add_", more.get(0));
            method.run("_foreach_add_", gradients, more.get(1));
        });
        method.recordGradients(false);
        Value norms = method.listOp("_foreach_norm", gradients, 2);
        Value norm = method.op("linalg_vector_norm", method.op("stack", norms));
        method.when(norm.plus(loss).op("isfinite"), () -> optimizer.update(method, state, gradients, norm, rate));
        method.recordGradients(true);
        method.returns(loss, norm);
    }

    private static List<Value> accumulate(MethodWriter method, Value tokens, Value targets, Value count, Value seed) {
        return method.call(GRADIENTS, List.of(TENSOR, TENSORS), tokens, targets, count, seed);
    }
}
