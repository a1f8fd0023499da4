import { arnIn, onEach, onIt, type NeedsByType } from './need.ts';

const queueType = 'aws:sqs/queue:Queue';
const topicType = 'aws:sns/topic:Topic';
const ruleType = 'aws:cloudwatch/eventRule:EventRule';

const queueArn = arnIn('sqs', (name) => name);
const topicArn = arnIn('sns', (name) => name);
const ruleArn = arnIn('events', (name) => `rule/${name}`);

/** Queues (SQS), topics (SNS) and rules (EventBridge). */
export const needsOfMessages: NeedsByType = {
  [queueType]: onIt(queueArn, [
    'sqs:CreateQueue',
    'sqs:DeleteQueue',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListQueueTags',
    'sqs:SetQueueAttributes',
    'sqs:TagQueue',
    'sqs:UntagQueue',
  ]),
  'aws:sqs/queuePolicy:QueuePolicy': onEach(queueType, queueArn, [
    'sqs:GetQueueAttributes',
    'sqs:SetQueueAttributes',
  ]),
  [topicType]: onIt(topicArn, [
    'sns:CreateTopic',
    'sns:DeleteTopic',
    'sns:GetTopicAttributes',
    'sns:ListTagsForResource',
    'sns:SetTopicAttributes',
    'sns:TagResource',
    'sns:UntagResource',
  ]),
  // A subscription is the topic's, but for what is said of it by its own ARN, which begins with the topic's.
  'aws:sns/topicSubscription:TopicSubscription': (scope, resource) => [
    ...onEach(topicType, topicArn, ['sns:Subscribe'])(scope, resource),
    ...onEach(topicType, (place, topic) => `${topicArn(place, topic)}*`, [
      'sns:GetSubscriptionAttributes',
      'sns:SetSubscriptionAttributes',
      'sns:Unsubscribe',
    ])(scope, resource),
  ],
  [ruleType]: onIt(ruleArn, [
    'events:DeleteRule',
    'events:DescribeRule',
    'events:DisableRule',
    'events:EnableRule',
    'events:ListTagsForResource',
    'events:PutRule',
    'events:TagResource',
    'events:UntagResource',
  ]),
  'aws:cloudwatch/eventTarget:EventTarget': onEach(ruleType, ruleArn, [
    'events:ListTargetsByRule',
    'events:PutTargets',
    'events:RemoveTargets',
  ]),
};
