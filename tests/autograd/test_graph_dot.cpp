#include "autograd/graph_dot.h"

#include "autograd/grad_mode.h"
#include "autograd/layer_scope.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/relu.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(graph_dot)

BOOST_AUTO_TEST_CASE(a_small_graph) {
  const Variable x(full({2, 3}, 1)), weight = parameter(full({3, 4}, 1));
  const Variable bias = parameter(full({4}, 1));
  Variable y;
  {
    const LayerScope scope("net.fc");
    y = matmul(x, weight) + bias;
  }
  y = relu(y);
  const std::string expected = R"(digraph {
  node [shape=box, fontname="sans-serif", fontsize=10];
  graph [fontname="sans-serif", fontsize=11, color="#8899bb"];
  n1 [label="parameter\n[4]\n4 values", style="rounded,filled", fillcolor="#cfe8cf"];
  n4 [label="relu\n[2, 4]", peripheries=2];
  subgraph cluster_0 {
  label="net.fc";
  n0 [label="net.fc.weight\n[3, 4]\n12 values", style="rounded,filled", fillcolor="#cfe8cf"];
  n2 [label="matmul\n[2, 4]"];
  n3 [label="add\n[2, 4]"];
  }
  n0 -> n2;
  n2 -> n3;
  n1 -> n3;
  n3 -> n4;
}
)";
  BOOST_TEST(to_dot({y}, {{"net.fc.weight", weight}}) == expected);
}

BOOST_AUTO_TEST_CASE(equal_graphs_give_equal_text) {
  const auto draw = [] {
    const Variable x = leaf({2}, {1, 2});
    return to_dot({x * x, x + x});
  };
  const std::string once = draw();
  BOOST_TEST(draw() == once);
  BOOST_TEST(once.find("multiply\\n[2] float64") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_constant_has_no_graph) {
  BOOST_TEST(to_dot({constant({1}, {1})}).find("label") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
