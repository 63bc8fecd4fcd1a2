#include "autograd/cases/cases.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"

namespace mien {
namespace {

// A case with one normal leaf.
template <class Op>
GradientCase of_one(const char* name, const Shape& shape, Op op) {
  return {name, "op", [=](const Random& random) {
            const Variable x = normal_leaf(shape, random);
            return GradientProblem{{x}, [=] { return op(x); }};
          }};
}

GradientCase joined(int axis, const Shape& a, const Shape& b, const Shape& c) {
  return {"concat", "op", [=](const Random& random) {
            const std::vector<Variable> parts = {
                normal_leaf(a, random), normal_leaf(b, random.at(1)), normal_leaf(c, random.at(2))};
            return GradientProblem{parts, [=] { return concat(parts, axis); }};
          }};
}

}  // namespace

std::vector<GradientCase> shape_cases() {
  std::vector<GradientCase> all = {
      of_one("reshape", {2, 3, 4},
             [](const Variable& x) {
               return reshape(x, {4, 6});
             }),
      of_one("flatten", {2, 3, 2}, [](const Variable& x) { return flatten(x); }),
      of_one("permute", {2, 3, 2, 4},
             [](const Variable& x) {
               return permute(x, {0, 3, 1, 2});
             }),
      of_one("permute", {2, 3, 4},
             [](const Variable& x) {
               return permute(x, {1, 0, 2});
             }),
      of_one("permute", {2, 3, 4},
             [](const Variable& x) {
               return permute(x, {2, 1, 0});
             }),
      joined(-1, {2, 3, 1}, {2, 3, 4}, {2, 3, 2}),
      joined(0, {1, 2}, {2, 2}, {0, 2}),
  };
  for (int axis : {0, 1, -1}) {
    all.push_back(of_one("flip", {2, 3, 4}, [=](const Variable& x) { return flip(x, axis); }));
    all.push_back(
        of_one("slice", {3, 4, 5}, [=](const Variable& x) { return slice(x, axis, 1, 3); }));
    all.push_back(of_one("slice_backward", {2, 3, 2},
                         [=](const Variable& x) { return slice_backward(x, axis, 1, 5); }));
  }
  const Padding padding{.top = 1, .bottom = 2, .left = 0, .right = 3};
  for (PadMode mode : {PadMode::zero, PadMode::reflect, PadMode::replicate}) {
    all.push_back(
        of_one("pad", {1, 3, 4, 2}, [=](const Variable& x) { return pad(x, padding, mode); }));
    all.push_back(of_one("pad_backward", {1, 6, 7, 2},
                         [=](const Variable& x) { return pad_backward(x, padding, mode); }));
  }
  return all;
}

}  // namespace mien
