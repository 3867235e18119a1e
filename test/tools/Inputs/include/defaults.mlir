leat.model @defaults {
  config @Steps = 20     config @half = Steps / 2     config @loud = false     config @rate = 0.5
  func @told() -> (steps: i64[1], half: i64[1], rate: f32, loud: i1) {
    %steps = full Steps : i64[1]     %half = full half : i64[1]
    %rate = full rate : f32
    %loud = let rate > 1
    return %steps, %half, %rate, %loud }
}
